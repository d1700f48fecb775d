"""An example of what is recorded, as the core gives it to the channels."""

from __future__ import annotations

from bot.core.model import Choice
from bot.core.model.record_page import RecordEntry, RecordRow, RecordStep
from bot.core.turn.wording import escape


def entry(
    id_: str, title: str, *rows: tuple[str, str, str], rarely: bool = False, adopter: str = "acme"
) -> RecordEntry:
    """(label, said, whose) rows."""
    choices = [Choice("Take this back", f"entry|{adopter}|7|back|residents|{id_}")]
    if rarely:
        choices.append(Choice("Same as another", f"entry|{adopter}|7|join|residents|{id_}"))
        choices.append(Choice("These were two", f"entry|{adopter}|7|part|residents|{id_}"))
    told = tuple(
        RecordRow(f"residents.{n}", label, said, said, who, "3 June 2026")
        for n, (label, said, who) in enumerate(rows)
    )
    return RecordEntry(id_, title, told, choices=tuple(choices), form=Choice("Change", f"form:residents#{id_}"))


def recorded(hostile: str, many: int = 0) -> RecordStep:
    """Two activities, told by two people, of `many`; and what is said of the step as a whole."""
    return RecordStep(
        "residents",
        "Consult residents",
        "done",
        (RecordRow("residents.all", "All told", "Yes", "yes", "Priya", "3 June 2026"),),
        (
            entry(
                "e1", "Survey, May 2026", ("Took part", "212", "Priya"), ("What people said", escape(hostile), "Sam")
            ),
            entry("e2", "Workshop, 3 June 2026", ("Took part", "18", "Priya"), rarely=True),
        ),
        count=many or 2,
        form=Choice("Add another activity", "form:residents#new"),
        own=Choice("Change", "form:residents#own"),
        show=Choice(f"All {many or 2} activities", "entry|acme|0|step|residents|0"),
    )
