"""What is shared with other adopters: the organisation's yes, its profile, and what a person can help with. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.core.language.clean import without_controls
from bot.core.model import Choice
from bot.core.model.journey import LEAD
from bot.core.model.peers import (
    NO_GROUP,
    OrganisationProfile,
    PeerOption,
    PeerProfile,
    PeersKnown,
    PeersNeededError,
    SaveIntroduction,
    SaveOrganisationProfile,
    SavePeerProfile,
)
from bot.core.model.presses import UnknownButtonError
from bot.core.peers.wording import label_of, place_of
from bot.core.record.assignments import active, with_role
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import text_of
from bot.core.turn.wording import NO, escape, plain, say_list

GROUP = "group"
"""What `DialogueState.peering` begins with while a group's name is awaited."""
CONSENT = "consent"
"""The same, while the lead is asked whether the organisation takes part; behind it stands what is done then."""
LONGEST_NAME = 80
_NONE = re.compile(
    rf"(?:(?:{NO}|none|n/?a|we're not|we are not|we aren't|not)\b,? ?)+"
    r"(?:(?:part of|in) (?:one|any|a group|any group)|thanks|thank you|group)?"
)
"""That there is no group."""


def known(reply: Reply) -> PeersKnown:
    """What the turn knows of peers, with what it has changed."""
    return reply.context.peers


def save_organisation(reply: Reply, profile: OrganisationProfile) -> None:
    reply.changes.append(SaveOrganisationProfile(profile))
    reply.context = replace(reply.context, peers=replace(known(reply), organisation=profile))


def save_profile(reply: Reply, profile: PeerProfile) -> None:
    others = {**dict(known(reply).profiles), reply.person.id: profile}
    reply.changes.append(SavePeerProfile(profile))
    reply.context = replace(reply.context, peers=replace(known(reply), profiles=tuple(others.items())))


def held(reply: Reply, number: int) -> None:
    """Raises PeersNeededError where somebody else may change this introduction meanwhile."""
    if str(number) not in known(reply).held:
        raise PeersNeededError(number)


# ---------------------------------------------------------------- the organisation's yes, once


def takes_part(reply: Reply, *then: str) -> bool:
    """Whether the organisation takes part. Where that was never said its lead is asked, once; `then` is what is done
    after a yes."""
    organisation = known(reply).organisation
    if organisation.shared:
        return True
    lead = with_role(active(reply.context), LEAD)
    if reply.person.role == LEAD:
        reply.set(peering=(CONSENT, *then))
        reply.say("peer_organisation_ask", _yes_no(reply), adopter=escape(reply.adopter.name))
        return False
    if lead is None:
        reply.say("peer_no_lead")
    else:
        reply.say("peer_lead_decides", lead=escape(lead.name))
        if not organisation.lead_asked:
            save_organisation(reply, replace(organisation, lead_asked=True))
            words = {"person": escape(reply.person.name), "adopter": escape(reply.adopter.name)}
            reply.tell(lead.id, "peer_lead_asked", _yes_no(reply), **words)
    ask_again(reply)
    return False


def _yes_no(reply: Reply) -> list[Choice]:
    return [
        reply.button("peer_organisation_yes", "peer", "organisation", "yes", style="primary"),
        reply.button("peer_organisation_no", "peer", "organisation", "no"),
    ]


def organisation_said(reply: Reply, takes_it: bool) -> tuple[str, ...]:
    """The lead says whether the organisation takes part. Returns what waited for a yes."""
    if reply.person.role != LEAD:
        reply.say("peer_lead_only")
        return ()
    asked, *then = reply.dialogue.peering or ("",)
    reply.set(peering=())
    save_organisation(reply, replace(known(reply).organisation, shared=takes_it, lead_asked=True))
    reply.say("peer_organisation_in" if takes_it else "peer_organisation_out", adopter=escape(reply.adopter.name))
    if not takes_it:
        ask_again(reply)
    return tuple(then) if takes_it and asked == CONSENT else ()


# ---------------------------------------------------------------- the organisation's profile, asked lightly


def _options(reply: Reply, kind: str) -> tuple[PeerOption, ...]:
    """What may be chosen. Raises UnknownButtonError."""
    words = reply.journey.peers
    found = {"region": words.regions, "size": words.sizes, "stock": words.stock}.get(kind)
    if found is None:
        raise UnknownButtonError(kind)
    return found


def ask_organisation(reply: Reply) -> None:
    """The next thing that is not known of the organisation; one press lets it be."""
    organisation = known(reply).organisation
    for kind in ("region", "size", "stock"):
        if not getattr(organisation, kind):
            choices = [reply.choice(o.label, "peer", kind, o.key) for o in _options(reply, kind)]
            reply.say(f"peer_ask_{kind}", [*choices, reply.button("peer_skip", "peer", "done")])
            return
    if not organisation.group:
        reply.set(peering=(GROUP,))
        reply.say("peer_ask_group", [reply.button("peer_no_group", "peer", "group", NO_GROUP)])
        return
    ask_again(reply)


def chosen(reply: Reply, kind: str, key: str) -> None:
    """The region, the band of homes or the kind of stock."""
    if key not in {option.key for option in _options(reply, kind)}:
        raise UnknownButtonError(key)
    parts: dict[str, Any] = {kind: key}
    save_organisation(reply, replace(known(reply).organisation, **parts))
    ask_organisation(reply)


def group_said(reply: Reply, text: str) -> None:
    """The group's name, or that there is none."""
    name = " ".join(without_controls(text).split())[:LONGEST_NAME]
    if not name or _NONE.fullmatch(plain(name)):
        name = NO_GROUP
    reply.set(peering=())
    save_organisation(reply, replace(known(reply).organisation, group=name))
    reply.say("peer_profile_done")
    ask_again(reply)


# ---------------------------------------------------------------- a person's own


def help_others(reply: Reply) -> None:
    """Somebody is happy to be asked by people of other adopters."""
    if not takes_part(reply, "help"):
        return
    profile = known(reply).profile(reply.person.id)
    if not profile.shared:
        save_profile(reply, replace(profile, shared=True))
    ask_themes(reply, "well", "peer_helping")


def ask_themes(reply: Reply, side: str, phrase: str, **words: str) -> None:
    """What went well, or what is hard, of what was not named yet."""
    profile = known(reply).profile(reply.person.id)
    named = {*profile.well, *profile.hard}
    left = [theme for theme in reply.journey.peers.themes if theme.key not in named]
    choices = [reply.choice(theme.label, "peer", side, theme.key) for theme in left]
    reply.say(phrase, [*choices, reply.button("peer_no_more", "peer", "after", side)], **words)


def theme_named(reply: Reply, side: str, key: str) -> None:
    """One thing that went well, or is hard."""
    label = label_of(reply.journey.peers.themes, key)
    if not label:
        raise UnknownButtonError(key)
    profile = known(reply).profile(reply.person.id)
    if side == "well":
        well = tuple(dict.fromkeys((*profile.well, key)))
        profile = replace(profile, well=well, hard=tuple(t for t in profile.hard if t != key))
    else:
        hard = tuple(dict.fromkeys((*profile.hard, key)))
        profile = replace(profile, hard=hard, well=tuple(t for t in profile.well if t != key))
    save_profile(reply, profile)
    ask_themes(reply, side, "peer_noted", theme=label)


def after_themes(reply: Reply, side: str) -> None:
    """Nothing more went well: what is hard? Nothing more is hard: what is shared is shown."""
    if side == "well":
        ask_themes(reply, "hard", "peer_ask_hard")
        return
    show(reply)
    ask_organisation(reply)


def show(reply: Reply) -> None:
    """What is shared with other adopters, and with one press no more."""
    peers, words = known(reply), reply.journey.peers
    profile = peers.profile(reply.person.id)
    rows = {
        "peer_row_organisation": place_of(reply, peers.organisation),
        "peer_row_well": say_list([label_of(words.themes, key) for key in profile.well]),
        "peer_row_hard": say_list([label_of(words.themes, key) for key in profile.hard]),
    }
    lines = "\n".join(text_of(reply.journey, phrase, what=what) for phrase, what in rows.items() if what)
    if not (profile.shared and peers.organisation.shared):
        reply.say("peer_shares_nothing", [reply.button("peer_help", "peer", "help")])
        return
    rounds = "no_rounds" if profile.rounds else "rounds"
    choices = [reply.button(f"peer_{rounds}", "peer", rounds), reply.button("peer_never", "peer", "never")]
    reply.say("peer_profile", choices, lines=lines)


def stop(reply: Reply) -> None:
    """Nobody asks this person from now on; what they were asked and have not answered is declined."""
    me = reply.person.id
    waiting = [one for one in known(reply).of(me) if one.state == "asked" and not one.party(me).said]
    for one in waiting:
        held(reply, one.id)
        said = one.with_party(replace(one.party(me), said="no"))
        reply.changes.append(SaveIntroduction(replace(said, state="declined", ended_by=me)))
    save_profile(reply, replace(known(reply).profile(me), shared=False, rounds=False))
    reply.set(peering=())
    reply.say("peer_stopped", [reply.button("peer_help", "peer", "help")])
    ask_again(reply)


def rounds(reply: Reply, wanted: bool) -> None:
    """Somebody wants to be introduced every so often, or no more."""
    if wanted and not takes_part(reply, "rounds"):
        return
    profile = known(reply).profile(reply.person.id)
    save_profile(reply, replace(profile, shared=profile.shared or wanted, rounds=wanted))
    reply.say("peer_rounds_on" if wanted else "peer_rounds_off")
    ask_again(reply)
