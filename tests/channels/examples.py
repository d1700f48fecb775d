"""Messages that every channel is shown rendering."""

from __future__ import annotations

from bot.core.model import Choice, Enclosed, Message
from bot.core.model.read_back import ReadBack, ReadEntry, ReadLine

READ_BACK_TABLE = Message(
    "Is this right? Board: noted. Meeting: 5 March 2026. Minute: 4.2.",
    choices=(Choice("Yes, save it", "yes|5", "primary"), Choice("Change it", "no|5")),
    read_back=ReadBack(
        (
            ReadEntry(
                "Board",
                "Full board, *5* March",
                (
                    ReadLine("Board's decision", "Noted", change="line|1|5|change|board.outcome|e1"),
                    ReadLine("Meeting", "5 March 2026", "3 March 2026", "Tom", "line|1|5|change|board.date|e1"),
                ),
            ),
            ReadEntry("Residents", "Survey", (ReadLine("Took part", "212", change="line|1|5|change|x|e1"),)),
        ),
        ("“40%”, because it is a share",),
        "Is this right?",
        "Not saved: “40%”, because it is a share.",
        "Change",
    ),
)
"""Two steps, a value that was another's before, and words that are not saved."""
OFFICER = Message(
    "**Helen Ward, a person at the programme, writes:**\n"
    "You may put it off until spring. Tell us when the board meets.",
    "from_person",
    (Choice("That answers it", "person|acme|0|close|ABC234"),),
    author="Helen Ward",
)
"""A person at the programme answers."""
FINISH = Message(
    "That was the last open step. One thing comes round again: Give regular updates, due again on 1 August 2026.",
    "journey_done",
    (Choice("Our record", url="https://bot.example.org/record"),),
    (
        ("Take the charter to your board", "Noted, 3 March 2026 (recorded 5 March 2026)"),
        ("Consult residents", "Survey, January 2026, 40 took part (recorded 5 March 2026)"),
    ),
    "All 7 steps are done",
    encloses=(
        Enclosed(
            "badge", "badge", "Charter adopter", "acme", "p", ("light-320.png", "dark-320.png", "light.svg"),
            unasked=True, link="https://bot.example.org/papers/TOKEN",
        ),
    ),
)  # fmt: skip
"""The card at the end: each step and since when, what comes round, the record, the badge."""
