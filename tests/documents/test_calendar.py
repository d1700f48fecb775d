"""Calendar files, read by other libraries and by a calendar program of Debian's."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject

from bot.core.model.gatherings import Gathering, SignUp
from bot.documents.calendar import Sender, invitation, own_calendar

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SENDER = Sender("Evelyn Marsh", "officer@example.org", "https://bot.example.org")
SUMMER = Gathering(
    "networking", "Networking; for, adopters", "Meet others.\nAnd compare.", datetime(2027, 3, 30, 13, tzinfo=UTC),
    datetime(2027, 3, 30, 14, 30, tzinfo=UTC), "Europe/London", link="https://meet.example.org/secret",
)  # fmt: skip
IN = SignUp("networking", "p-1", "in", 1, NOW)


def read(data: bytes) -> Any:
    return vobject.readOne(data.decode())


def test_an_invitation() -> None:
    data = invitation(SENDER, SUMMER, IN, "Asha Rahman", NOW)
    made = read(data)
    event = made.vevent
    assert made.method.value == "REQUEST"
    assert (event.uid.value, event.sequence.value) == ("networking@bot.example.org", "0")
    assert event.dtstart.value.utcoffset() == timedelta(hours=1), "British Summer Time, by the file's own time zone"
    assert event.dtstart.value == SUMMER.starts
    assert event.dtend.value == SUMMER.ends
    assert b"DTSTART;TZID=Europe/London:20270330T140000\r\n" in data
    assert made.vtimezone.tzid.value == "Europe/London"
    assert event.summary.value == "Networking; for, adopters"
    assert event.location.value == "https://meet.example.org/secret"
    assert event.organizer.value == "mailto:officer@example.org"
    assert event.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "folded as the standard says"


def test_a_change_and_a_cancellation_are_the_same_entry() -> None:
    later = replace(
        SUMMER, starts=SUMMER.starts + timedelta(days=1), ends=SUMMER.ends + timedelta(days=1), sequence=1
    )
    changed = read(invitation(SENDER, later, IN, "Asha", NOW)).vevent
    off = read(invitation(SENDER, replace(later, state="cancelled", sequence=2), IN, "Asha", NOW))
    assert (changed.uid.value, changed.sequence.value) == ("networking@bot.example.org", "1")
    assert (off.method.value, off.vevent.sequence.value, off.vevent.status.value) == ("CANCEL", "2", "CANCELLED")
    assert off.vevent.uid.value == changed.uid.value


@pytest.mark.parametrize("mine", [None, replace(IN, state="waiting")])
def test_the_link_is_only_for_who_has_a_place(mine: SignUp | None) -> None:
    assert b"secret" not in invitation(SENDER, SUMMER, mine, "Asha", NOW).replace(b"\r\n ", b"")


def test_all_of_ones_own() -> None:
    other = replace(SUMMER, key="scrutiny", title="Scrutiny", place="Leeds", state="cancelled")
    made = read(own_calendar(SENDER, "Asha", [(SUMMER, IN), (other, replace(IN, gathering="scrutiny"))], NOW))
    assert made.method.value == "PUBLISH"
    assert [e.status.value for e in made.vevent_list] == ["CONFIRMED", "CANCELLED"]
    assert read(own_calendar(SENDER, "Asha", [], NOW)).name == "VCALENDAR", "of somebody who signed up for nothing"


@pytest.mark.parametrize(
    "title", ["x\r\nBEGIN:VEVENT\r\nSUMMARY:evil", "<b>\u202eback\u202c", "x" * 5000, 'a;b,c\\n"d"', "🎉 émigré"]
)
def test_a_hostile_title_is_text(title: str) -> None:
    made = read(invitation(SENDER, replace(SUMMER, title=title), IN, title, NOW))
    assert len(made.vevent_list) == 1
    assert "\u202e" not in made.vevent.summary.value
    assert made.vevent.summary.value.split() == title.replace("\u202e", "").replace("\u202c", "").split()


@pytest.mark.skipif(shutil.which("khal") is None, reason="no khal: on Debian, `apt-get install khal`")
def test_a_calendar_program_opens_it(tmp_path: Path) -> None:
    """Debian's khal takes the invitation, shows it, and takes the change in its place."""
    calendar, config, file = tmp_path / "calendar", tmp_path / "config", tmp_path / "one.ics"
    calendar.mkdir()
    config.write_text(
        f"[calendars]\n[[mine]]\npath = {calendar}\n[locale]\nlocal_timezone = Europe/London\n"
        "default_timezone = Europe/London\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        f"datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {tmp_path}/khal.db\n"
    )

    def khal(*words: str) -> str:
        return subprocess.run(
            ["khal", "-c", str(config), *words], capture_output=True, text=True, check=True, timeout=60
        ).stdout

    file.write_bytes(invitation(SENDER, SUMMER, IN, "Asha", NOW))
    khal("import", "--batch", str(file))
    assert "14:00-15:30 Networking; for, adopters" in khal("list", "2027-03-30", "1d")
    moved = replace(
        SUMMER, starts=SUMMER.starts + timedelta(days=1), ends=SUMMER.ends + timedelta(days=1), sequence=1
    )
    file.write_bytes(invitation(SENDER, moved, IN, "Asha", NOW))
    khal("import", "--batch", str(file))
    assert "Networking" not in khal("list", "2027-03-30", "1d")
    assert "14:00-15:30 Networking" in khal("list", "2027-03-31", "1d")
