"""Peers in words: who somebody is before and after they are introduced, why they may help, and what is pressed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core.language.clean import without_controls
from bot.core.model import Choice
from bot.core.model.journey import Journey
from bot.core.model.peers import Introduction, OrganisationProfile, Party, PeerOption
from bot.core.peers.scoring import Match
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, say_list

WHYS = 2
"""So many reasons stand in the one line."""
MAIN = ("yes", "write", "helped")
"""Buttons that stand out."""


def label_of(options: Iterable[PeerOption], key: str) -> str:
    return next((option.label for option in options if option.key == key), "")


def topic_of(journey: Journey, topic: str) -> str:
    """What an introduction is about, in words; the programme, where it is about nothing in particular."""
    kind, _, key = topic.partition(":")
    if kind == "theme":
        return label_of(journey.peers.themes, key) or journey.name
    step = journey.step_by_key.get(key) if kind == "step" else None
    return journey.name if step is None else step.title


def role_of(reply: Reply, role: str) -> str:
    """What somebody does, as it is said before they are named."""
    label = next((r.label for r in reply.journey.roles if r.key == role), "")
    return label or text_of(reply.journey, "peer_somebody")


def place_of(reply: Reply, profile: OrganisationProfile) -> str:
    """An organisation without its name: how large, and where."""
    words = reply.journey.peers
    size, region = label_of(words.sizes, profile.size), label_of(words.regions, profile.region)
    if size and region:
        return text_of(reply.journey, "peer_place", size=size, region=region)
    return text_of(reply.journey, "peer_place_region", region=region) if region else size


def who_of(reply: Reply, party: Party) -> str:
    """Somebody who is not named yet: their role and their organisation's kind."""
    return ", ".join(filter(None, (role_of(reply, party.role), place_of(reply, party.profile))))


def called(reply: Reply, party: Party) -> str:
    """Somebody by name, with where they work; by their role where they have no name."""
    name = without_controls(party.name).strip() or role_of(reply, party.role)
    return text_of(reply.journey, "peer_called", name=name, organisation=party.organisation)


def line_of(reply: Reply, number: int, match: Match) -> str:
    """One who may help, in one line, with why."""
    peer = match.peer
    parts = (role_of(reply, peer.role), place_of(reply, peer.organisation))
    why = say_list([_why(reply, reason, of) for reason, of in match.reasons[:WHYS]])
    return text_of(reply.journey, "peer_option", number=number, who=escape(", ".join(filter(None, parts))), why=why)


def _why(reply: Reply, reason: str, of: str) -> str:
    words, step = reply.journey.peers, reply.journey.step_by_key.get(of)
    named = {
        "theme": label_of(words.themes, of), "strength": label_of(words.themes, of),
        "step": step.title if step else of, "doing": step.title if step else of,
        "region": label_of(words.regions, of),
    }.get(reason, "")  # fmt: skip
    return text_of(reply.journey, f"peer_why_{reason}", what=named)


def buttons_of(reply: Reply, number: int, names: Iterable[str]) -> Iterator[Choice]:
    """The buttons of one introduction."""
    for name in names:
        yield reply.button(f"peer_{name}", "peer", name, str(number), style="primary" if name in MAIN else "")


def names_of(reply: Reply, introductions: Iterable[Introduction]) -> list[tuple[Introduction, str]]:
    """Each introduction with whom it is with."""
    return [(one, called(reply, one.other(reply.person.id))) for one in introductions]
