"""The changes that an outcome asks for, one case a kind."""

from __future__ import annotations

import dataclasses

from bot.core.model import (
    BindWorkspace,
    Change,
    EndAccess,
    EraseMe,
    LinkAccount,
    NewLinkCode,
    Reminded,
    SaveAdopter,
    SaveAssignment,
    SavePerson,
    SavePersonState,
    UnbindWorkspace,
    UsedLinkCode,
    Wake,
    WrongCode,
)
from bot.core.model.gatherings import (
    GiveUpPlace,
    KeepReflection,
    NoteAttendance,
    NoteTold,
    RenewCalendar,
    SignUpFor,
)
from bot.core.model.peers import (
    AskPeer,
    NotePeerTold,
    SaveIntroduction,
    SaveOrganisationProfile,
    SavePeerProfile,
    SayToPeer,
)
from bot.store.codec import dumps, maybe_time_text, time_text
from bot.store.port import BoundWorkspace
from bot.store.sql.context import ContextTx
from bot.store.sql.keeping import Keeping
from bot.store.sql.outbox import OutboxTx
from bot.store.sql.rights import RightsTx


class ChangesTx(OutboxTx, ContextTx, RightsTx):
    __slots__ = ()

    def change(self, now: Keeping, changes: tuple[Change, ...]) -> None:
        for change in changes:
            match change:
                case SaveAdopter(adopter):
                    self.save_adopter(adopter, now.at)
                    if adopter.merged_into:
                        self.peers_go_with(adopter.key, adopter.merged_into)
                    elif adopter.closed_on is not None:
                        self.end_peers_of(adopter.key, now.at)
                    now.adopter = now.adopter or adopter.key
                case SavePerson(person):
                    now.saved = self.save_person(person)
                    if now.person == now.saved:
                        now.adopter = person.adopter or now.adopter
                case LinkAccount():
                    self._link(now, change)
                case BindWorkspace(channel, workspace, key):
                    self.bind_workspace(BoundWorkspace(channel, workspace, key, now.at, now.person))
                case UnbindWorkspace(channel, workspace):
                    self.unbind_workspace(channel, workspace, now.adopter)
                case WrongCode(account, times):
                    self.count_wrong_codes(account, times, now.at)
                case SaveAssignment(state):
                    self._save_assignment(now.adopter, state.step, dumps(state))
                case SavePersonState(person_state):
                    bare = dataclasses.replace(person_state, last_seen=None)
                    self.conn.execute(
                        "INSERT INTO person_cares (person, care, last_seen) VALUES (?, ?, ?) ON CONFLICT (person)"
                        " DO UPDATE SET care = excluded.care,"
                        " last_seen = coalesce(excluded.last_seen, person_cares.last_seen)",
                        (person_state.person, dumps(bare), maybe_time_text(person_state.last_seen)),
                    )
                case Wake(at):
                    self.conn.execute(
                        "UPDATE adopters SET wake_at = ? WHERE key = ?", (maybe_time_text(at), now.adopter)
                    )
                case Reminded():
                    self._reminded(now, change)
                case NewLinkCode():
                    self.new_link_code(change, now.at)
                case UsedLinkCode(person_id):
                    self.used_link_code(person_id)
                case SignUpFor() | GiveUpPlace() | NoteAttendance() | NoteTold() | RenewCalendar() | KeepReflection():
                    self.change_gatherings(now, change)
                case (
                    SaveOrganisationProfile()
                    | SavePeerProfile()
                    | AskPeer()
                    | SaveIntroduction()
                    | SayToPeer()
                    | NotePeerTold()
                ):
                    self.change_peers(now, change)
                case EndAccess():
                    self.end_access(now.person)
                case EraseMe(former):
                    if now.account is None:
                        raise ValueError("Somebody is taken out by a turn of their own, and the clock's is nobody's.")
                    self.erase(now.person, former, now.at)
                    now.erased = True
                case _:
                    self.change_casework(now, change)

    def _link(self, now: Keeping, change: LinkAccount) -> None:
        """Links the account; when it is the one whose turn this is, the turn is that person's from here on."""
        id_ = change.person or now.saved or now.person
        if not id_:
            raise ValueError("An account can be linked to a person only: no person was saved before it.")
        self.link(change.account, id_, now.at)
        if change.account == now.account:
            person = self.person(id_)
            now.person = id_
            now.adopter = now.adopter if person is None else person.adopter or now.adopter

    def _save_assignment(self, adopter: str, step: str, assignment: str) -> None:
        self.conn.execute(
            "INSERT INTO step_cares (adopter, step, care) VALUES (?, ?, ?)"
            " ON CONFLICT (adopter, step) DO UPDATE SET care = excluded.care",
            (adopter, step, assignment),
        )

    def _reminded(self, now: Keeping, made: Reminded) -> None:
        done = self.conn.execute(
            "INSERT INTO nudges (key, adopter, person, steps, why, at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            (made.key, now.adopter, made.person, dumps(made.steps), made.why, time_text(now.at)),
        )
        if done.rowcount == 0:
            now.refused.add(made.key)
