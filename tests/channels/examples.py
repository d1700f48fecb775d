"""Messages that every channel is shown rendering."""

from __future__ import annotations

from bot.core.model import Choice, Message
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
