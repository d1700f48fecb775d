"""The command line: `python -m bot …`, installed also as `charter-bot`.

Each command imports what it needs, so that the quick ones start quickly. Exit codes: 0 fine, 1 problems found,
2 wrong usage. Errors are one line that a person can act on; a traceback only with `--debug`.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sqlite3
import sys
import traceback
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from bot import __version__

COLLECTED_AFTER = 20_000
"""New objects after which Python looks for garbage in circles. Its own 700 has it look tens of times while a start
makes hundreds of thousands that stay, and during every turn."""
OK, PROBLEMS, USAGE = 0, 1, 2
FOR_OTHERS = ("content", "manifest")
"""Commands that write what others are to read: an officer's copy of the content, the app's package for Teams."""


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(prog="charter-bot", description="Walks an adopter's team through a charter.")
    top.add_argument("--version", action="version", version=versions(), help="say which version this is")
    top.add_argument("--debug", action="store_true", help="show a traceback when something fails")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, what: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=what, description=what)

    _talking(add)
    _people(add)
    _programme(add)
    add("migrate", "bring the database up to date")
    add("backup", "copy the database, while the bot runs").add_argument("file", metavar="FILE")
    restore = add("restore", "make a backup the database, which must be empty, while the bot is stopped")
    restore.add_argument("file", metavar="FILE", help="what `backup`, or the worker, made")
    restore.add_argument(
        "--erasures", metavar="FILE", help="who was deleted since: erasures.jsonl beside it, if not set"
    )
    rotate = add("rotate-key", "make a new key that signs and encrypts; the one before stays valid for a time")
    rotate.add_argument(
        "--days", type=some_days_or_none, default=90, metavar="N", help="for how many days (90); 0: no key before is"
    )
    move = add("move", "copy everything into another database, while the bot is stopped")
    move.add_argument("source", metavar="FROM", help="like DATABASE_URL")
    move.add_argument("target", metavar="TO", help="an empty database")
    add("export", "write everything as JSON Lines, one file a kind").add_argument("folder", metavar="DIR")
    _outbox(add)
    add("doctor", "say in one screen what is wrong and how to mend it")
    return top


def versions() -> str:
    """This bot's version, and those that a report of a fault should name."""
    return f"charter-bot {__version__} (Python {platform.python_version()}, SQLite {sqlite3.sqlite_version})"


LONGEST_NAME = 80
MOST_DAYS = 366


def a_name(text: str) -> str:
    """A name as an argument: something, not too long, in one line."""
    name = " ".join(text.split())
    if not name:
        raise argparse.ArgumentTypeError("a name is needed, and this one is empty")
    if len(name) > LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"a name has at most {LONGEST_NAME} characters, and this one {len(name)}")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        raise argparse.ArgumentTypeError("a name has letters, and this one has characters that cannot be shown")
    return name


def some_days(text: str) -> int:
    """A number of days to come."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"'{text}' should be a number of days, from 1 to {MOST_DAYS}")
    return int(text)


def some_days_or_none(text: str) -> int:
    """The same, or 0."""
    return 0 if text == "0" else some_days(text)


def a_day(text: str) -> date:
    """A day of the calendar."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' should be a day, such as 2020-10-20") from None


Add = Callable[[str, str], argparse.ArgumentParser]


def _talking(add: Add) -> None:
    """Serving, talking, and trying content out."""
    one = add("serve", "serve the bot: web and worker in one process")
    one.add_argument("--only", choices=["web", "worker"], default="", help="only one of the two")
    one = add("chat", "the same conversation in the terminal, on the same store")
    one.add_argument("--as", dest="name", default="Sam", type=a_name, metavar="NAME", help="who is talking (Sam)")
    one.add_argument("--adopter", default="", metavar="KEY", help="at which adopter (in the demo: its own)")
    one.add_argument("--now", default="", metavar="ISO", help="pretend that it is this time")
    one.add_argument("--record", default="", metavar="FILE", help="write the conversation as a transcript")
    one.add_argument("--json", action="store_true", help="JSON Lines in and out, for a program that talks")
    one = add("check", "find every problem of the content and the settings")
    one.add_argument("folder", nargs="?", default="", help="the content's folder (BOT_CONTENT)")
    one.add_argument("--wording", action="store_true", help="count words, and list what is hardest to read")
    one = add("links", "ask every address that the content leads to whether it is still there")
    one.add_argument("folder", nargs="?", default="", help="the content's folder (BOT_CONTENT)")
    one = add("rehearse", "play transcripts, and show the first line of each that differs")
    one.add_argument("files", nargs="+", metavar="FILE", help="transcripts, or folders of them")
    one = add("content", "take a copy of the content, to change it")
    nested = one.add_subparsers(dest="action", required=True)
    nested.add_parser("copy", help="copy it into a new folder").add_argument("folder", metavar="DIR")
    one = add("understand", "read JSON Lines on standard input, write what each text is understood as")
    one.add_argument("--explain", action="store_true", help="say why")


def _people(add: Add) -> None:
    """The clock's turns, adopters and their people."""
    one = add("sweep", "one pass of the clock: remind whoever is due")
    one.add_argument("--now", default="", metavar="ISO", help="at this time")
    what = one.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="only print who would be told what and why")
    what.add_argument(
        "--forecast", type=some_days, default=0, metavar="DAYS", help="print the reminders of the days to come"
    )
    what.add_argument("--pause", nargs="?", const="paused", default="", metavar="UNTIL", help="hold all reminders")
    what.add_argument("--resume", action="store_true", help="hold them no longer")
    _adopters(add("adopters", "make adopters and their join codes, list, rename, close or merge them"))
    one = add("invite", "make a signed personal link to the web chat")
    one.add_argument("--adopter", required=True, metavar="KEY")
    whom = one.add_mutually_exclusive_group(required=True)
    whom.add_argument("--name", type=a_name, metavar="NAME", help="somebody new")
    whom.add_argument("--person", default="", metavar="ID", help="somebody known, by their id")
    one.add_argument("--new", action="store_true", help="another person, though somebody has that name")
    _codes(add)
    one = add("people", "list people, remove who left; what is held about a person: hand it over, or delete it")
    nested = one.add_subparsers(dest="action", required=True)
    chosen = nested.add_parser("list", help="list them, with who left when")
    chosen.add_argument("--adopter", default="", metavar="KEY", help="only those at this one")
    _for_programs(chosen)
    remove = nested.add_parser("remove", help="somebody is there no longer; what they told is kept")
    _tried_or_done(remove)
    access = nested.add_parser("access", help="write all of it to a folder, as JSON and as text to read")
    access.add_argument("--out", default=".", metavar="DIR", help="the folder (this one)")
    erase = nested.add_parser("erase", help="delete it; the adopter's evidence stays, told by nobody in particular")
    erase.add_argument("--dry-run", action="store_true", help="only show what would be deleted")
    erase.add_argument("--yes", action="store_true", help="delete without asking")
    for chosen in (access, erase, remove):
        chosen.add_argument("who", metavar="PERSON", help="a person's id or name")
    one = add("sign-out", "end every link and session of a person or an officer: a link leaked, a device is lost")
    one.add_argument("who", metavar="WHO", help="a person's id or name, or an officer's name")


def _adopters(one: argparse.ArgumentParser) -> None:
    nested = one.add_subparsers(dest="action", required=True)
    made = nested.add_parser("add", help="make an adopter")
    made.add_argument("name", type=a_name, metavar="NAME")
    _tried_or_done(made)
    _for_programs(nested.add_parser("list", help="list them"))
    table = nested.add_parser("import", help="make those of a CSV table, all or none; every problem by its row")
    table.add_argument("file", metavar="FILE", help="with the columns “name” and, if you like, “listed since”")
    _tried_or_done(table)
    acts = {
        "rename": "another name; the key stays",
        "close": "no reminder, nobody joins; what was told is kept",
        "reopen": "it goes on where it was; make a join code for newcomers",
        "pause": "hold its reminders",
        "resume": "hold them no longer",
    }
    for action, what in acts.items():
        chosen = nested.add_parser(action, help=what)
        chosen.add_argument("key", metavar="KEY")
        if action == "rename":
            chosen.add_argument("name", type=a_name, metavar="NAME")
        if action == "pause":
            chosen.add_argument(
                "until", type=a_day, nargs="?", metavar="YYYY-MM-DD", help="until resumed, if not set"
            )
        _tried_or_done(chosen)
    fresh = nested.add_parser("code", help="make a new join code; the old one no longer works")
    fresh.add_argument("key", metavar="KEY")
    since = nested.add_parser("since", help="say since when an adopter is listed")
    since.add_argument("key", metavar="KEY")
    since.add_argument("day", type=a_day, metavar="YYYY-MM-DD")
    unbind = nested.add_parser("unbind", help="whoever comes to their workspace later needs the join code again")
    unbind.add_argument("key", metavar="KEY")
    unbind.add_argument("--workspace", default="", metavar="ID", help="only this one (all of theirs)")
    merge = nested.add_parser("merge", help="one becomes part of another; both histories go on under the second")
    merge.add_argument("gone", metavar="KEY")
    merge.add_argument("into", metavar="INTO")
    _tried_or_done(merge)


def _for_programs(chosen: argparse.ArgumentParser) -> None:
    chosen.add_argument("--json", action="store_true", help="JSON, for a program")


def _tried_or_done(chosen: argparse.ArgumentParser) -> None:
    chosen.add_argument("--dry-run", action="store_true", help="only show what would happen")
    _for_programs(chosen)


def _codes(add: Add) -> None:
    one = add("codes", "who gave wrong join codes in the last hour, and letting them go on")
    nested = one.add_subparsers(dest="action", required=True)
    nested.add_parser("list", help="list them")
    clear = nested.add_parser("clear", help="forget wrong codes, so that nobody is slowed down")
    for name in ("channel", "workspace", "user"):
        clear.add_argument(f"--{name}", default="", metavar="ID", help=f"only of this {name}")


def _programme(add: Add) -> None:
    """Briefings, officers, and how the bot is installed."""
    one = add("briefings", "list briefings, publish one to its subscribers, or save what is ready to use in one")
    nested = one.add_subparsers(dest="action", required=True)
    nested.add_parser("list", help="list them")
    publish = nested.add_parser("publish", help="show who will get it, then send it, once each")
    publish.add_argument("name", metavar="NAME")
    publish.add_argument("--dry-run", action="store_true", help="only show who would get it")
    publish.add_argument("--yes", action="store_true", help="send without asking")
    save = nested.add_parser("save", help="write what is ready to use in it as a Word file")
    save.add_argument("name", metavar="NAME")
    save.add_argument("--out", default="", metavar="FILE", help="the file to write (NAME.docx)")
    nested.add_parser("stop", help="hand over no more").add_argument("name", metavar="NAME")
    one = add("gatherings", "what adopters come together for: add one from a file, list, change or cancel")
    nested = one.add_subparsers(dest="action", required=True)
    nested.add_parser("list", help="list them, with how many have signed up")
    for action, what in (("add", "a new one"), ("change", "as the file says now; whoever signed up is told")):
        chosen = nested.add_parser(action, help=what)
        chosen.add_argument("file", metavar="FILE", help="a YAML file: see docs/gatherings.md")
        chosen.add_argument("--dry-run", action="store_true", help="only show what would happen")
    chosen = nested.add_parser("cancel", help="it does not take place; whoever signed up is told")
    chosen.add_argument("key", metavar="KEY", help="as the list shows it")
    chosen.add_argument("--dry-run", action="store_true", help="only show what would happen")
    chosen = nested.add_parser("learned", help="write what adopters shared in a quarter as the draft of a briefing")
    chosen.add_argument("quarter", metavar="QUARTER", help="as 2026-Q4")
    chosen.add_argument("--out", default="", metavar="FILE", help="the file to write (learned-QUARTER.md)")
    one = add("peers", "introductions between adopters' people: how many about what, or run a round now")
    nested = one.add_subparsers(dest="action", required=True)
    nested.add_parser("counts", help="how many were asked for, came about and helped, by what they were about")
    chosen = nested.add_parser("round", help="introduce everybody who wants it to somebody else, now")
    chosen.add_argument("--dry-run", action="store_true", help="only say how many that would be")
    one = add("officers", "let the programme's officer in or out, list them, or make a channel the inbox")
    nested = one.add_subparsers(dest="action", required=True)
    _for_programs(nested.add_parser("list", help="list who may come, and whether to act or to look"))
    remove = nested.add_parser("remove", help="end every link and session of one of them")
    remove.add_argument("name", type=a_name, metavar="NAME")
    _tried_or_done(remove)
    link = nested.add_parser("invite", help="a signed link to the programme's pages")
    link.add_argument("name", type=a_name, metavar="NAME")
    nested.add_parser("inbox", help="a code: the channel where it is typed becomes the inbox")
    one = add("manifest", "what makes the app in Slack, or in Teams")
    nested = one.add_subparsers(dest="place", required=True)
    slack = nested.add_parser("slack", help="print the manifest that Slack takes")
    slack.add_argument("--socket", action="store_true", help="Socket Mode: no port need be open")
    slack.add_argument("--many", action="store_true", help="many workspaces, by OAuth")
    slack.add_argument("--json", action="store_true", help="JSON instead of YAML with the reasons")
    teams = nested.add_parser("teams", help="write the app package that Teams takes")
    teams.add_argument("--out", required=True, metavar="FILE", help="the zip to write")


def _outbox(add: Add) -> None:
    """Messages that were given up."""
    one = add("outbox", "list messages that were given up, try them again, or put them away")
    nested = one.add_subparsers(dest="action", required=True)
    nested.add_parser("list", help="list them, without their words")
    for action, what in (("retry", "try them again"), ("dismiss", "put them away for good")):
        chosen = nested.add_parser(action, help=what)
        chosen.add_argument("ids", nargs="*", type=int, metavar="NUMBER", help="as the list shows it")
        chosen.add_argument("--all", dest="every", action="store_true", help="all that were given up")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns the exit code."""
    args = parser().parse_args(argv)
    gc.set_threshold(COLLECTED_AFTER)
    if args.command not in FOR_OTHERS:
        os.umask(0o077)  # whatever is made is for the bot's own user: files 0600, folders 0700
    try:
        return run(args)
    except KeyboardInterrupt:
        return OK
    except BrokenPipeError:
        # Whoever read our output has gone; say nothing more, also not at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        from bot.compose.masking import masked

        told = "".join(traceback.format_exception(error)) if args.debug else explain(error)
        print(masked(f"charter-bot {args.command}: {told}"), file=sys.stderr)
        return PROBLEMS


def explain(error: Exception) -> str:
    """One line for a person. What we know says what to do; anything else names itself, and how to see more."""
    from bot.core.model.errors import ToldError  # Not before it is needed: a command line starts fast.

    if isinstance(error, ToldError):
        problems = getattr(error, "problems", ())
        return "\n".join([str(error), *map(str, problems)])
    if isinstance(error, OSError):
        return f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
    return f"{type(error).__name__}: {error} (run it again with --debug to see where)"


def run(args: argparse.Namespace) -> int:
    """Sends a command to what does it."""
    if args.command == "understand":
        # Measured from outside, and started often: it reads only the vocabulary.
        from bot.cli.understand import run as understand
        from bot.compose.defaults import content_folder
        from bot.content.vocabulary import read_vocabulary

        vocabulary, problems = read_vocabulary(content_folder() / "understanding")
        if problems:
            print("\n".join(map(str, problems)), file=sys.stderr)
            return PROBLEMS
        return understand(sys.stdin, sys.stdout, vocabulary, args.explain)
    from bot.cli import commands

    return commands.run(args)


if __name__ == "__main__":
    sys.exit(main())
