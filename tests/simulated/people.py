"""Who they are: what happened at their organisation, and the words in which they tell it.

Each thing told has several wordings, of which a conversation takes one by its seed. The truth is what
happened: a fact that the bot reads back is right when it is in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Truth = dict[str, tuple[object, ...]]
"""For each fact, the values that are right: of several activities there are several."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """One person: how they begin, what they tell, what they answer when asked, and what is true."""

    name: str
    hello: tuple[str, ...]
    tells: tuple[tuple[str, ...], ...]
    truth: Truth
    told: tuple[str, ...]
    """The facts that are in what they tell, or that they must be asked for."""
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reads: bool = True
    """Reads what is read back, and says no to what is wrong. Without it, says yes to everything."""


YES = ("yes", "yep that's right", "correct", "Yes please")
NO = ("no, that's not right", "no", "that's wrong")
UNKNOWN = ("not sure, leave that one", "skip", "I don't know yet")

SECRETARY = Simulated(
    "Moira",
    ("hi, I'm the board secretary", "hello - company secretary here"),
    (
        (
            "the board noted it on 3 March 2026",
            "It went to board on the 3rd of March 2026. They noted it.",
            "Noted at the meeting on 3 March 2026",
        ),
        ("it's minute 26/03/7", "the minute reference is 26/03/7"),
    ),
    {"board.outcome": ("noted",), "board.date": ("2026-03-03/2026-03-03",), "board.minute_ref": ("26/03/7",),
     "board.body": ("board",)},
    ("board.outcome", "board.date", "board.minute_ref"),
    {
        "board.outcome": ("they noted it", "noted"),
        "board.date": ("3 March 2026", "it was 3 March 2026"),
        "board.body": ("the full board",),
        "board.minute_ref": ("26/03/7",),
    },
)  # fmt: skip
ENGAGEMENT = Simulated(
    "Priya",
    ("hi, I do resident engagement", "Hello, resident engagement manager"),
    (
        (
            "we surveyed tenants in May 2026 and 212 replied",
            "residents: a survey in May 2026, 212 responses",
            "Survey with residents done in May 2026. 212 took part",
        ),
    ),
    {
        "residents.state": ("done",), "residents.method": (("survey",),), "residents.took_part": (212,),
        "residents.date": ("2026-05-01/2026-05-31",), "residents.counted": ("responses", "people"),
        "residents.approximate": (False,),
    },
    ("residents.state", "residents.method", "residents.took_part", "residents.date"),
    {
        "residents.state": ("done",),
        "residents.method": ("a survey",),
        "residents.date": ("May 2026",),
        "residents.took_part": ("212",),
        "residents.counted": ("responses",),
    },
)  # fmt: skip
LEAD = Simulated(
    "Sanjay",
    ("I'm the lead for this", "hello, I lead on the charter here"),
    (
        (
            "board is booked for 19 January 2027",
            "It's going to the board on 19 January 2027",
        ),
        (
            "we're planning a workshop with staff in February 2027",
            "Colleagues: a workshop is planned for February 2027",
        ),
    ),
    {
        "board.outcome": ("scheduled",), "board.date": ("2027-01-19/2027-01-19",),
        "colleagues.state": ("planned",), "colleagues.method": (("workshop",),),
        "colleagues.date": ("2027-02-01/2027-02-28",),
    },
    ("board.outcome", "board.date", "colleagues.state", "colleagues.method", "colleagues.date"),
    {
        "board.outcome": ("date is booked",),
        "board.date": ("19 January 2027",),
        "colleagues.state": ("it's planned",),
        "colleagues.method": ("a workshop",),
        "colleagues.date": ("February 2027",),
    },
)  # fmt: skip
HURRIED = Simulated(
    "Dawn",
    ("hi", "morning"),
    SECRETARY.tells[:1] + ENGAGEMENT.tells,
    SECRETARY.truth | ENGAGEMENT.truth,
    ("board.outcome", "board.date", *ENGAGEMENT.told),
    SECRETARY.answers | ENGAGEMENT.answers,
    reads=False,
)
EVERYBODY = (SECRETARY, ENGAGEMENT, LEAD, HURRIED)
