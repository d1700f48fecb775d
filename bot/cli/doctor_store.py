"""What `doctor` sees in the store: damage, messages that do not arrive, people who cannot be reached, time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.channels.abilities import ABILITIES
from bot.cli.codes import who_comes_in
from bot.compose.access import SHIFT_KEY
from bot.compose.settings import Settings
from bot.runtime.backups import backup_state
from bot.runtime.outbox import STUCK
from bot.runtime.reminders import HELD_KEY
from bot.store.open import open_store, sqlite_path
from bot.store.port import StoreError, Tx

Finding = tuple[bool, str]
"""Whether it is well, and a line for a person."""
SHOWN = 10
"""Gone places that are named; there may be more."""
AHEAD = timedelta(minutes=5)
"""What is kept may be so much ahead of this machine's clock: it may have come from another's."""

CLEARED_WITHIN = timedelta(hours=1)
"""What lies beside the rows is cleared within seconds; after so long somebody should look."""


async def look_at_store(settings: Settings, now: datetime) -> list[Finding]:
    """Everything about the database. Nothing is made, migrated or settled."""
    try:
        path = sqlite_path(settings.database_url)
        if path is not None and not path.parent.is_dir():
            return [(False, f"Database: The folder {path.parent} does not exist. Make it, or change DATABASE_URL")]
        if path is not None and not path.exists():
            return [(True, f"Database: none yet at {path}; it is made by the first command that needs it")]
        store = open_store(settings.database_url)
    except StoreError as error:
        return [(False, f"Database: {error}")]
    try:
        if troubles := await store.check():
            return [(False, f"Database: {trouble}") for trouble in troubles]
        return [(True, "Database: readable and whole"), *await store.look(lambda tx: _inside(tx, settings, now))]
    except StoreError as error:
        return [(False, f"Database: {error}")]
    finally:
        await store.close()


def _inside(tx: Tx, settings: Settings, now: datetime) -> list[Finding]:
    today = now.astimezone(settings.zone).date()
    found = [*_outbox(tx, now), *reach(tx), *_held(tx, today), _people(tx, settings)]
    return [*found, *who_comes_in(tx, now), *_time(tx, now), *_rights(tx, now), _backups(tx, settings, now)]


def _rights(tx: Tx, now: datetime) -> list[Finding]:
    """Whether what somebody had deleted still lies beside the rows."""
    late = [e for e in tx.erasures() if e.cleared is None and now - e.at > CLEARED_WITHIN]
    if not late:
        return []
    since = f"the oldest since {late[0].at:%Y-%m-%d %H:%M} UTC"
    what = f"Deleted people: what {len(late)} left beside the rows is not cleared yet, {since}"
    return [(False, f"{what}. Is a worker running? Does something else hold the file open?")]


def _backups(tx: Tx, settings: Settings, now: datetime) -> Finding:
    """Whether there is one, and how old it is."""
    if settings.backup_dir is None:
        return True, "Backups: none are made by the bot (BACKUP_DIR is not set)"
    state = backup_state(tx)
    if trouble := state.trouble(now, settings.backup_every):
        return False, f"Backups: {trouble}"
    return True, f"Backups: the newest is of {state.last:%Y-%m-%d %H:%M} UTC, in {settings.backup_dir}"


def _outbox(tx: Tx, now: datetime) -> list[Finding]:
    figures, due = tx.outbox_figures(), tx.next_due(tuple(ABILITIES))
    found: list[Finding] = []
    if due is not None and now - due > STUCK:
        found.append((False, f"Outbox: stuck: {figures.waiting} messages wait, and one has been due since "
                             f"{due:%Y-%m-%d %H:%M} UTC. Nothing sends it: is the bot served (with its worker, and "
                             "with the credentials of that channel)?"))  # fmt: skip
    elif figures.oldest is not None and now - figures.oldest > STUCK:
        why = f": {figures.last_error}" if figures.last_error else ""
        found.append((False, f"Outbox: {figures.waiting} messages wait, one since {figures.oldest:%Y-%m-%d %H:%M} "
                             f"UTC, and are tried again{why}"))  # fmt: skip
    if figures.failed:
        found.append((False, f"Outbox: {figures.failed} messages were given up; the last because: "
                             f"{figures.last_error} (charter-bot outbox list, retry, dismiss)"))  # fmt: skip
    return found or [(True, f"Outbox: {figures.waiting} waiting")]


def reach(tx: Tx) -> list[Finding]:
    """Places where nothing arrives any more, and messages that went to somebody else."""
    found: list[Finding] = []
    names = {a.key: a.name for a in tx.adopters()}
    for gone in tx.gone_addresses()[:SHOWN]:
        person = tx.person(gone.person) if gone.person else None
        whom = f"{person.name} at {names.get(person.adopter, person.adopter)}" if person else "nobody we know"
        place = f"{gone.address.channel} {gone.address.conversation}"
        found.append((False, f"Reach: {place} ({whom}) is gone since {gone.at:%Y-%m-%d}: {gone.error}. "
                             "They are asked elsewhere; hearing from them there mends it"))  # fmt: skip
    diverted = [u for u in tx.undelivered() if u.diverted]
    if diverted:
        last = diverted[0]
        where = f"the last on {last.at:%Y-%m-%d} at {names.get(last.adopter, last.adopter)}"
        found.append((True, f"Reach: messages that went to somebody else instead: {len(diverted)}, {where}"))
    return found


def _held(tx: Tx, today: date) -> list[Finding]:
    """The operator's word on all reminders; one whose day has passed was forgotten."""
    held = tx.value(HELD_KEY)
    if not held:
        return []
    if held != "paused" and date.fromisoformat(held) <= today:
        return [(False, f"Reminders: a hold until {held} is past, and holds nothing any more. Take it away with "
                        "`charter-bot sweep --resume`")]  # fmt: skip
    until = "until somebody resumes them" if held == "paused" else f"until {held}"
    return [(True, f"Reminders: held for everybody {until} (charter-bot sweep --resume)")]


def _people(tx: Tx, settings: Settings) -> Finding:
    """Whether anybody can see people's questions to the programme, and how long they wait."""
    waiting = tx.cases()
    since = f", the oldest since {waiting[0].opened:%Y-%m-%d}" if waiting else ""
    seen = bool(settings.bot_officers) or tx.has_inbox()
    if seen or (settings.demo and not waiting):
        return True, f"Questions for a person: {len(waiting)} open{since}"
    return False, (
        f"Questions for a person: {len(waiting)} open{since}, and nobody can see them. Name the officers in "
        "BOT_OFFICERS (charter-bot officers invite NAME), or make a channel the inbox (charter-bot officers inbox)"
    )


def _time(tx: Tx, now: datetime) -> list[Finding]:
    """Whether what was kept lies in the future: then this machine's clock is behind, or was ahead."""
    latest = tx.latest()
    shown = now + timedelta(seconds=float(tx.value(SHIFT_KEY) or 0))
    if latest is None or latest <= shown + AHEAD:
        return []
    return [(False, f"Clock: the newest that was kept is of {latest:%Y-%m-%d %H:%M} UTC, and this machine says that "
                    f"it is {now:%Y-%m-%d %H:%M} UTC. Set its clock: reminders and links go by it")]  # fmt: skip
