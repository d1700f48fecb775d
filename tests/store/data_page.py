"""Makes the page of what is kept: `python -m tests.store.data_page` writes docs/data.md from the register."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.compose.log_register import LINES
from bot.store.ageing import BY_DEFAULT, KEEPS, setting
from bot.store.sql.register import REGISTER, About, Held

PAGE = Path(__file__).parents[2] / "docs" / "data.md"
HEAD = """# What is kept about people

Made from `bot/store/sql/register.py` by `python -m tests.store.data_page`. `tests/store/test_register.py` fails for a
column of the database that the register does not name.
The bot talks to people at work about what their organisation did. It asks nothing about anybody's life, and what
looks like a resident's personal details is [not kept](safety.md). It has no language model, and sends nothing to
anybody but the channels in which people write.

## Who answers for it
Nobody at a regulator or a law firm has read this page. Have your data protection officer confirm it.

| who | is | of what |
|---|---|---|
| the programme, which runs the bot | controller | everything in the tables below: it decides why and how it is kept |
| each adopter | controller | papers and files that it takes, its Slack workspace or Teams tenant |
| whoever hosts the machine or the database | processor of the programme | what is on it, backups and logs too |
| Slack (Salesforce), Microsoft | processor of whose workspace or tenant it is | what is written there |

The basis is legitimate interests: an adopter's colleagues work together on its record, and who told what is part of
the evidence. A conversation with somebody at the programme, and hearing of new guidance, are by consent: the person
asks for it, and can end it. No decision about a person is made by a machine.

## What stays in Slack and Teams
Messages that people wrote to the bot there, and the bot's answers, are in the workspace's or tenant's own history.
The bot cannot delete what people wrote. How long it stays is set by the organisation whose workspace or tenant it is;
it is the one to ask. The bot keeps there no copy of what it keeps itself, save files that somebody asked for.

## Outside the database
| where | what of a person | how long |
|---|---|---|
| the log | below; no words, no names | as the machine's log is kept: 30 days are enough, set it there |
| PostgreSQL's own log | nothing, unless it is told to log statements: leave `log_statement` as it is | the same |
| metrics | counts; nothing about a person | as long as they are collected |
| backups | all that was there then; restoring one deletes people again | the newest 14, one a day (`BACKUP_KEEP`) |
| the copy made before a migration | all that was there then | until the operator deletes it |
| an export, a paper, a file that was handed over | what it shows | whoever has it decides |

"""
RIGHTS = """## What a person can ask for
| wish | how |
|---|---|
| what is held about me? | asked in chat, all of it comes at once, as text and JSON; `charter-bot people access` |
| it is wrong | say so in chat: a correction replaces what was recorded, and both are kept; a name by "call me …" |
| delete it | "delete what you hold about me" in chat, or the button under Settings: it asks twice, then does it |
| delete it for somebody | the operator: `charter-bot people erase PERSON`; `--dry-run` shows what would go |

What the adopter did stays as its evidence, told by "a former colleague": no name, no words, no account. Their full
name is taken out of what colleagues wrote. A name of one word, or one that a colleague has too, stays there.
What they looked for and did not find goes where nobody else looked for it too. What was deleted leaves a line: when,
at which adopter, how many rows, and a mark that only somebody who has the person's id can make again. Backups keep
what they have until they are removed, 14 days unless that is set otherwise. Restoring one deletes again whoever was
deleted since it was made, before anything is used; the list of these people holds marks and no names.

"""
LOG = """
## What is in the log
Every line has its time, its level and where in the code it was written. These are all the lines there are
(`bot/compose/log_register.py`, held by a test against every place that writes one). A turn is named by a mark, made
from the event's id, which nobody can turn back. In bold: what may have an account in it; those are events that no
database can keep. Of a library's own warning the first 200 characters of one line are written.

"""
AGES = """## What is kept for a time only
Taken out once a day by the worker, and written to the log with how many rows of each. 0 keeps it for ever.

"""
TABLES = """## What is in the database
A table that is not about people is listed too, so that the list is whole.

"""


WITH_SETTING = {kind: f"{span} (`{setting(kind)}`)" for kind, span in BY_DEFAULT.items()}


def page() -> str:
    """The whole page."""
    heads = ("table", "what", "why", "basis", "how long", "when a person asks that it be deleted")
    rows = [
        (f"`{h.table}`", h.what, h.why, h.basis.value, h.how_long(WITH_SETTING), h.kept())
        for h in sorted(REGISTER, key=lambda h: h.table)
    ]
    return (
        HEAD
        + RIGHTS
        + AGES
        + _table(("setting", "days", "what", "why so long"), _ages())
        + "\n"
        + TABLES
        + _table(heads, rows)
        + "\n## Every column\n"
        + _table(("table", *(about.value for about in About)), _by_table())
        + LOG
        + _table(("line", "says"), _log_lines())
    )


def _log_lines() -> list[tuple[str, ...]]:
    return [
        (f"`{line.event}`", ", ".join(f"**{f}**" if f in line.personal else f for f in line.fields)) for line in LINES
    ]


def _ages() -> list[tuple[str, ...]]:
    return [(f"`{setting(kind)}`", str(keeps.days), keeps.what, keeps.why) for kind, keeps in KEEPS.items()]


def _by_table() -> list[tuple[str, ...]]:
    return [
        (f"`{h.table}`", *(_columns(h, about) for about in About)) for h in sorted(REGISTER, key=lambda h: h.table)
    ]


def _columns(held: Held, about: About) -> str:
    return ", ".join(f"`{column}`" for column in held.columns.get(about, "").split())


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in [heads, ("---",) * len(heads), *rows])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
