"""The values that pass between parts: turn in, outcome out. All frozen; nothing here does anything.

    channel -> Turn -> engine.respond(journey, context, turn) -> Outcome -> store -> outbox -> channel

Times are aware datetimes in UTC. Keys and ids are text made outside the core.
"""

from bot.core.model.changes import (
    NOT_KEPT,
    NOT_KEPT_AFTER_HELP,
    PASSED_ON,
    BindWorkspace,
    Change,
    EndAccess,
    EraseMe,
    LinkAccount,
    NewLinkCode,
    Outcome,
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
from bot.core.model.context import WHOLE, Assignment, CodesTried, DialogueState, PersonState, TurnContext
from bot.core.model.messages import Choice, Enclosed, Message, Outgoing
from bot.core.model.people import Account, Address, Adopter, Person
from bot.core.model.turns import Ability, Fact, Kind, Mention, NewFact, Turn

__all__ = [
    "NOT_KEPT",
    "NOT_KEPT_AFTER_HELP",
    "PASSED_ON",
    "WHOLE",
    "Ability",
    "Account",
    "Address",
    "Adopter",
    "Assignment",
    "BindWorkspace",
    "Change",
    "Choice",
    "CodesTried",
    "DialogueState",
    "Enclosed",
    "EndAccess",
    "EraseMe",
    "Fact",
    "Kind",
    "LinkAccount",
    "Mention",
    "Message",
    "NewFact",
    "NewLinkCode",
    "Outcome",
    "Outgoing",
    "Person",
    "PersonState",
    "Reminded",
    "SaveAdopter",
    "SaveAssignment",
    "SavePerson",
    "SavePersonState",
    "Turn",
    "TurnContext",
    "UnbindWorkspace",
    "UsedLinkCode",
    "Wake",
    "WrongCode",
]
