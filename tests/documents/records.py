"""Records of an adopter to make papers from: nothing told, a little, a whole journey, fifty activities."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bot.core.model import Account, Adopter, Fact, Person, TurnContext
from bot.core.model.reading import Value
from bot.core.turn.reply import Reply
from bot.core.views.forms import filling
from tests.programmes import LONDON, together

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
PEOPLE = (
    Person("asha", "riverside", "Asha Rahman", "lead"),
    Person("ben", "riverside", "Ben Okoro", "board_secretary"),
    Person("priya", "riverside", "Priya Nair", "resident_engagement"),
    Person("lee", "riverside", "Lee Marsh", "communications", left_on=date(2026, 10, 1)),
)


@dataclass
class Record:
    """Facts as they are told, one after another."""

    name: str = "Riverside Homes"
    facts: list[Fact] = field(default_factory=list)
    earlier: list[Fact] = field(default_factory=list)

    def tell(self, name: str, value: Value, day: str, person: str = "asha", entry: str = "", by: str = "") -> Fact:
        """One thing told; told again, it takes the place of what was."""
        at = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=LONDON)
        before = next((f for f in self.facts if (f.name, f.entry) == (name, entry)), None)
        if before is not None:
            self.facts.remove(before)
            self.earlier.append(before)
        number = len(self.facts) + len(self.earlier) + 1
        replaced = before.id if before is not None else None
        fact = Fact(
            number, "riverside", name, value, "words", person, "slack", at, True, by or person, replaced, entry=entry
        )
        self.facts.append(fact)
        return fact

    def told(self, step: str, entry: str, day: str, person: str = "asha", **values: Value) -> Record:
        """An entry of a step, or with an empty entry its own facts."""
        for name, value in values.items():
            self.tell(f"{step}.{name}", value, day, person, entry)
        return self

    def reply(self, at: datetime = NOW) -> Reply:
        """What a paper is made from."""
        adopter = Adopter("riverside", self.name, date(2026, 1, 12))
        context = TurnContext(
            Account("web", "web", "asha"),
            adopter,
            PEOPLE[0],
            PEOPLE,
            facts=tuple(self.facts),
            earlier=tuple(self.earlier),
        )
        return filling(together(), context, at)


def short() -> Record:
    """A month in: one meeting booked, one survey done."""
    record = Record()
    record.told("board", "e1", "2026-11-10", "ben", outcome="scheduled", date="2027-01-14/2027-01-14")
    record.told(
        "residents",
        "e1",
        "2026-11-12",
        "priya",
        state="done",
        method=("survey",),
        date="2026-10-01/2026-10-31",
        took_part=212,
        counted="responses",
        invited=1900,
    )
    return record


def full() -> Record:
    """A year: several bodies, several activities, everything published."""
    record = Record()
    board, people = "2026-03-04", "2026-06-20"
    record.told(
        "board", "e1", "2026-02-12", "ben", outcome="discussed", date="2026-02-10/2026-02-10", body="executive"
    )
    record.told("board", "e2", board, "ben", outcome="noted", date="2026-03-03/2026-03-03", minute_ref="26/03/7.2")
    record.told(
        "board",
        "e3",
        "2026-09-18",
        "ben",
        outcome="approved_with_changes",
        date="2026-09-15/2026-09-15",
        minute_ref="26/09/4.1",
    )
    record.told("board", "e4", "2026-09-18", "ben", outcome="scheduled", date="2027-01-14/2027-01-14")
    record.told(
        "residents",
        "e1",
        people,
        "priya",
        state="done",
        method=("survey",),
        date="2026-05-01/2026-05-31",
        took_part=212,
        counted="responses",
        invited=1900,
        findings="Most wanted repairs answered sooner. Older residents asked for letters.",
    )
    record.told(
        "residents",
        "e2",
        people,
        "priya",
        state="done",
        method=("meeting", "drop_in"),
        took_part=40,
        approximate=True,
        date="2026-06-02/2026-06-12",
        counted="attendances",
        findings="New residents trusted us least; the ones who had met their housing officer trusted us most.",
    )
    record.told(
        "residents",
        "e3",
        people,
        "priya",
        state="done",
        method=("panel",),
        date="2026-06-16/2026-06-16",
        took_part=13,
        counted="people",
    )
    record.told(
        "residents",
        "",
        people,
        "priya",
        overall="Repairs came up everywhere; trust was lower among new residents.",
        not_heard="People who are not online, and younger tenants",
    )
    record.told(
        "colleagues",
        "e1",
        "2026-06-25",
        "asha",
        state="done",
        method=("workshop",),
        date="2026-06-24/2026-06-24",
        took_part=31,
        findings="Call handlers want to be able to book a repair without handing over.",
    )
    record.told("way_forward", "", "2026-09-18", "asha", state="agreed", date="2026-09-15/2026-09-15")
    record.told("commitments", "", "2026-10-02", "lee", state="published", url="https://riverside.example/charter")
    record.told(
        "oversight",
        "",
        "2026-10-02",
        "priya",
        state="published",
        mechanism=("governance_structure", "kpi_reporting"),
        url="https://riverside.example/oversight",
    )
    record.told("updates", "", "2026-11-03", "asha", frequency="quarterly", last="2026-11-02/2026-11-02")
    record.told("board", "e2", "2026-03-20", "asha", date="2026-03-04/2026-03-04")
    return record


def many(count: int = 50) -> Record:
    """As many activities with residents as one may have."""
    record = short()
    for n in range(2, count + 1):
        month = n % 9 + 1
        record.told(
            "residents",
            f"e{n}",
            "2026-11-12",
            "priya",
            state="done",
            method=("drop_in",),
            date=f"2026-{month:02}-0{n % 8 + 1}/2026-{month:02}-0{n % 8 + 1}",
            took_part=n,
            counted="attendances",
            findings=f"Group {n} asked for shorter letters.",
        )
    return record
