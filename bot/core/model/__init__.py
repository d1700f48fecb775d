"""The values that pass between rooms: turn in, outcome out. All frozen; nothing here does anything.

    door -> Turn -> engine.respond(journey, scene, turn) -> Outcome -> ledger -> outbox -> door

Times are aware datetimes in UTC. Keys and ids are text made outside the core.
"""

from bot.core.model.changes import (
    BindWorkspace,
    Change,
    LinkAccount,
    NewLinkCode,
    Nudged,
    Outcome,
    SaveAdopter,
    SaveCare,
    SavePerson,
    SavePersonCare,
    UsedLinkCode,
    Wake,
    WrongCode,
)
from bot.core.model.messages import Choice, Message, Outgoing
from bot.core.model.people import Account, Address, Adopter, Person
from bot.core.model.scenes import WHOLE, PersonCare, Scene, StepCare, Talk
from bot.core.model.turns import Fact, Kind, Mention, NewFact, Turn

__all__ = [
    "WHOLE",
    "Account",
    "Address",
    "Adopter",
    "BindWorkspace",
    "Change",
    "Choice",
    "Fact",
    "Kind",
    "LinkAccount",
    "Mention",
    "Message",
    "NewFact",
    "NewLinkCode",
    "Nudged",
    "Outcome",
    "Outgoing",
    "Person",
    "PersonCare",
    "SaveAdopter",
    "SaveCare",
    "SavePerson",
    "SavePersonCare",
    "Scene",
    "StepCare",
    "Talk",
    "Turn",
    "UsedLinkCode",
    "Wake",
    "WrongCode",
]
