"""What simulated people do when something arrives: press, write, put off, hand on, leave, or nothing at all."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.model import Account, Address, Kind, Message, Turn

REACTIONS: tuple[tuple[str, float], ...] = (
    ("nothing", 0.40), ("Done", 0.26), ("Not yet", 0.08), ("Remind me…", 0.08), ("Someone else", 0.04),
    ("Pause", 0.02), ("In hand", 0.0), ("write", 0.09), ("less", 0.01), ("stop", 0.01), ("leave", 0.01),
)  # fmt: skip
WRITTEN = (
    "not yet", "we surveyed residents in May", "the board meets in three weeks", "ask me after Easter",
    "remind me next week", "the board approved it last month", "it is planned for next month", "done", "hello",
    "we are closed from 20 July to 31 July", "status", "it is going back to the board in six weeks",
    "we are planning a survey of residents in five weeks", "we are planning a workshop with residents next month",
)  # fmt: skip
FOLLOWING = ("Yes, save it", "Yes", "Yes, I will", "No, not me", "Next week", "Tomorrow", "In a month", "Skip")
"""Buttons that a person presses where the bot asks on, in about this order of liking."""


@dataclass(order=True, slots=True)
class Act:
    """Something that a person does at a time."""

    at: datetime
    number: int
    turn: Turn | None = None


class Crowd:
    """Everybody, with their own luck. Draws what is done about a message, and when."""

    def __init__(self, luck: random.Random) -> None:
        self._luck = luck
        self._number = 0
        self.left: set[str] = set()

    def react(self, person: str, message: Message, at: datetime) -> list[Act]:
        """What follows from a message. Most things follow within hours, some at night, some days later."""
        labels = {c.label: c.value for c in message.choices if c.value}
        wait = timedelta(minutes=self._luck.expovariate(1 / 240))
        if self._luck.random() < 0.1:
            wait += timedelta(days=self._luck.randint(1, 9))
        act = self._choose(labels, message)
        if act == "":
            return []
        if act in labels:
            return [self.act(person, at + wait, press=labels[act])]
        texts = {"less": "chase me less", "stop": "stop", "leave": "I'm leaving on Friday"}
        acts = [self.act(person, at + wait, text=texts.get(act) or self._luck.choice(WRITTEN))]
        if act == "stop":  # most who stop come back one day
            acts.append(self.act(person, at + timedelta(days=self._luck.randint(20, 90)), text="resume"))
        return acts

    def _choose(self, labels: dict[str, str], message: Message) -> str:
        asks = {"Remind me…", "Pause"} & set(labels)
        if asks:
            roll, total = self._luck.random(), 0.0
            for name, share in REACTIONS:
                total += share
                if roll < total:
                    if name == "Done":
                        name = next((one for one in labels if one.startswith(("Done", "In hand"))), name)
                    return "" if name == "nothing" or (name not in labels and name[0].isupper()) else name
            return ""
        if "Yes, that is my last day" in labels:
            return "Yes, that is my last day"
        if self._luck.random() < 0.35 or not labels:
            return ""
        for name in FOLLOWING:
            if name in labels and self._luck.random() < 0.6:
                return name
        picks = [label for label, value in labels.items() if value.startswith(("pick|", "owner|"))]
        return self._luck.choice(picks) if picks else ""

    def act(self, person: str, at: datetime, text: str = "", press: str = "") -> Act:
        """A turn of this person at a time."""
        self._number += 1
        account = Account("sim", "sim", person)
        turn = Turn(
            f"sim-{self._number}", Kind.PRESS if press else Kind.TEXT, account, Address("sim", "sim", person), at,
            text=text, press=press, name=person,
        )  # fmt: skip
        return Act(at, self._number, turn)
