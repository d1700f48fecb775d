"""From an activity (the JSON that Teams posts) to Turns. Pure: no SDK, no clock, no network.

Activities: https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/conversation-messages
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.channels.abilities import ABILITIES
from bot.channels.teams.references import address_of, dig, tenant_of, text_of
from bot.channels.teams.spoken import spoken
from bot.core.model import Account, Kind, Turn

NAME = "teams"
PRESS = "press"
"""The key under which our buttons and selects carry `Choice.value`."""
SENT = "sent"
"""Beside `press` on a form's own button, so that an empty form is told from the button that opens one."""
CARD_ACTION = "adaptiveCard/action"
CONSENT = "fileConsent/invoke"
"""Somebody said whether a file may be put among theirs."""
REFRESH = "refresh"
"""The verb by which a card that is looked at asks for its present face; beside it in the data: which card it is."""
NOTHING_CHOSEN = "nothing_chosen"
"""Why a press is passed over that carries nothing."""
_NOT_FIELDS = frozenset({PRESS, SENT, "msteams", "action"})
_GREETED_AT_ONCE = 20


class MalformedError(ValueError):
    """Not an activity; the message says what is missing, never what was said."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """A card in somebody's own chat asks for its present face. Nobody said anything: it is no turn."""

    account: Account
    data: Mapping[str, Any]
    """What the card carries about itself."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether a file may be put among somebody's own, and where to. What is said about it is said by `turn`."""

    turn: Turn
    """A press by whoever said it, where they said it, that says nothing yet."""
    accepted: bool
    card: str
    """The card that asked."""
    link: str
    form: str
    """What the card carried: which document, and in which form."""
    upload_url: str = ""
    content_url: str = ""
    name: str = ""
    unique_id: str = ""
    file_type: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an activity means to us: turns to take, or why there are none."""

    turns: tuple[Turn, ...] = ()
    ignored: str = ""
    invoke: str = ""
    """The name of an invoke, which wants an answer in the response itself."""
    refresh: Refresh | None = None
    consent: Consent | None = None


def read(activity: Mapping[str, Any], now: datetime) -> Reading:
    """The turns in one activity. `now` is used where the activity bears no time."""
    kind = text_of(activity.get("type"))
    if not kind:
        raise MalformedError("no type")
    if not text_of(dig(activity, "conversation", "id")):
        raise MalformedError("no conversation")
    invoke = text_of(activity.get("name")) if kind == "invoke" else ""
    if _from_a_bot(activity):
        return Reading(ignored="own", invoke=invoke)
    reader = _READERS.get(kind)
    if reader is None:
        return Reading(ignored=kind[:40], invoke=invoke)
    return reader(activity, _time(activity, now))


def _from_a_bot(activity: Mapping[str, Any]) -> bool:
    """Our own words, or another bot's. Events about the bot itself bear its id too, but are not messages."""
    sender = text_of(dig(activity, "from", "id"))
    message = text_of(activity.get("type")) in ("message", "messageUpdate", "messageDelete", "invoke")
    own = sender and sender == text_of(dig(activity, "recipient", "id"))
    return bool(message and (own or sender.startswith("28:") or dig(activity, "from", "role") == "bot"))


def _time(activity: Mapping[str, Any], now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text_of(activity.get("timestamp")))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return now


# ---------------------------------------------------------------- each kind of activity


def _message(activity: Mapping[str, Any], at: datetime) -> Reading:
    value = _value(activity.get("value"))
    if value is not None:
        turn = _pressed(activity, at, value)
        return Reading((turn,)) if turn.press or turn.fields else Reading(ignored=NOTHING_CHOSEN)
    return Reading((_said(activity, at, Kind.TEXT, _event(activity)),))


def _edited(activity: Mapping[str, Any], at: datetime) -> Reading:
    return Reading((_said(activity, at, Kind.EDIT, _event(activity, again=True)),))


def _deleted(activity: Mapping[str, Any], at: datetime) -> Reading:
    return Reading((_turn(activity, at, Kind.DELETE, _event(activity, again=True), message=_id(activity)),))


def _invoked(activity: Mapping[str, Any], at: datetime) -> Reading:
    name = text_of(activity.get("name"))
    if name == CONSENT and dig(activity, "conversation", "conversationType") == "personal":
        return Reading(invoke=name, consent=_consented(activity, at))
    if name != CARD_ACTION:
        return Reading(ignored="invoke", invoke=name)
    data = dig(activity, "value", "action", "data")
    value = dict(data) if isinstance(data, Mapping) else {}
    verb = text_of(dig(activity, "value", "action", "verb"))
    # "Refresh card" in the menu of a message comes as manual, like a button; a press never comes by itself.
    if verb == REFRESH or dig(activity, "value", "trigger") == "automatic":
        return Reading(ignored=REFRESH, invoke=name, refresh=_refresh(activity, value))
    if PRESS not in value and verb != PRESS:
        value[PRESS] = verb  # a card whose verb is itself what was chosen
    turn = _pressed(activity, at, value)
    if not turn.press and not turn.fields:
        return Reading(ignored=NOTHING_CHOSEN, invoke=name)
    return Reading((turn,), invoke=name)


def _consented(activity: Mapping[str, Any], at: datetime) -> Consent:
    def told(*keys: str) -> str:
        return text_of(dig(activity, "value", *keys))

    return Consent(
        turn=_turn(activity, at, Kind.PRESS, _event(activity)),
        accepted=told("action") == "accept",
        card=text_of(activity.get("replyToId")),
        link=told("context", "link"),
        form=told("context", "form"),
        upload_url=told("uploadInfo", "uploadUrl"),
        content_url=told("uploadInfo", "contentUrl"),
        name=told("uploadInfo", "name"),
        unique_id=told("uploadInfo", "uniqueId"),
        file_type=told("uploadInfo", "fileType"),
    )


def _refresh(activity: Mapping[str, Any], data: Mapping[str, Any]) -> Refresh | None:
    """None before others: whoever looks there would be shown a page of their own in the place of everybody's."""
    if dig(activity, "conversation", "conversationType") != "personal":
        return None
    user = text_of(dig(activity, "from", "id"))
    return Refresh(Account(NAME, tenant_of(activity), user), data) if user else None


def _joined(activity: Mapping[str, Any], at: datetime) -> Reading:
    """The bot was added, or somebody came to where it is."""
    members = activity.get("membersAdded")
    added = [text_of(dig(member, "id")) for member in members] if isinstance(members, list) else []
    bot = text_of(dig(activity, "recipient", "id"))
    if bot and bot in added:
        return Reading((_opened(activity, at, text_of(dig(activity, "from", "id"))),))
    people = [member for member in added if member and not member.startswith("28:")][:_GREETED_AT_ONCE]
    if not people:
        return Reading(ignored="conversationUpdate")
    return Reading(tuple(_opened(activity, at, person) for person in people))


def _installed(activity: Mapping[str, Any], at: datetime) -> Reading:
    if text_of(activity.get("action")).startswith("add"):
        return Reading((_opened(activity, at, text_of(dig(activity, "from", "id"))),))
    return Reading(ignored="removed")


_READERS = {
    "message": _message,
    "messageUpdate": _edited,
    "messageDelete": _deleted,
    "invoke": _invoked,
    "conversationUpdate": _joined,
    "installationUpdate": _installed,
}


# ---------------------------------------------------------------- turns


def _turn(activity: Mapping[str, Any], at: datetime, kind: Kind, event: str, **rest: Any) -> Turn:
    user = rest.pop("user", "") or text_of(dig(activity, "from", "id"))
    own = user == text_of(dig(activity, "from", "id"))
    return Turn(
        event=event,
        kind=kind,
        account=Account(NAME, tenant_of(activity), user),
        address=address_of(activity, user),
        at=at,
        name=text_of(dig(activity, "from", "name")) if own else "",
        timezone=_zone(activity) if own else "",
        **rest,
        can=ABILITIES["teams"],
    )


def _zone(activity: Mapping[str, Any]) -> str:
    """The sender's time zone: of the activity itself, or as the client tells of itself."""
    entities = activity.get("entities")
    told = (
        [dig(e, "timezone") for e in entities if dig(e, "type") == "clientInfo"] if isinstance(entities, list) else []
    )
    return next((zone for each in (activity.get("localTimezone"), *told) if (zone := text_of(each))), "")


def _said(activity: Mapping[str, Any], at: datetime, kind: Kind, event: str) -> Turn:
    text, mentions = spoken(activity)
    return _turn(
        activity, at, kind, event, text=text, mentions=mentions, message=_id(activity), link=permalink(activity)
    )


def _pressed(activity: Mapping[str, Any], at: datetime, value: Mapping[str, Any]) -> Turn:
    """A button, a select, or a form. What stands beside `press` are the fields of a form."""
    fields = tuple(
        (text_of(key), text_of(field)) for key, field in value.items() if key not in _NOT_FIELDS and _plain(field)
    )
    return _turn(
        activity,
        at,
        Kind.FORM if fields or value.get(SENT) else Kind.PRESS,
        _event(activity),
        press=text_of(value.get(PRESS)),
        fields=fields,
        message=text_of(activity.get("replyToId")),
    )


def _opened(activity: Mapping[str, Any], at: datetime, person: str) -> Turn:
    """Teams tells of one installation twice, as conversationUpdate and as installationUpdate, each with its own id.
    One greeting a day and place (and person, in a personal chat or when somebody joins) is what people should see."""
    place = text_of(dig(activity, "conversation", "id"))
    own = person == text_of(dig(activity, "from", "id"))
    who = "" if own else f":{person}"
    return _turn(activity, at, Kind.OPEN, f"{NAME}:open:{place}{who}:{at:%Y-%m-%d}", user=person)


def _event(activity: Mapping[str, Any], again: bool = False) -> str:
    """Unique for ever. An edit bears the id of the message it edits, so its time and words count too (`again`)."""
    place = text_of(dig(activity, "conversation", "id"))
    kind = text_of(activity.get("type"))
    own = _id(activity)
    if own and not again:
        return f"{NAME}:{kind}:{place}:{own}"
    said = [text_of(activity.get(key)) for key in ("timestamp", "text", "name")]
    said += [text_of(dig(activity, "from", "id")), json.dumps(activity.get("value"), sort_keys=True, default=str)]
    digest = hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:24]
    return f"{NAME}:{kind}:{place}:{own}:{digest}"


def _id(activity: Mapping[str, Any]) -> str:
    return text_of(activity.get("id"))


def _plain(field: object) -> bool:
    return isinstance(field, str | int | float | bool)


def _value(value: object) -> Mapping[str, Any] | None:
    """What a card submitted: an object; or its JSON as text, as some clients send a messageBack."""
    if isinstance(value, str) and value.strip():
        try:
            parsed = json.loads(value)
        except (ValueError, RecursionError):
            return {PRESS: value}
        return parsed if isinstance(parsed, Mapping) else {PRESS: value}
    return value if isinstance(value, Mapping) else None


def permalink(activity: Mapping[str, Any]) -> str:
    """A link to a channel message; other places have none that everybody may open."""
    channel = text_of(dig(activity, "channelData", "channel", "id"))
    own = _id(activity)
    if not channel or not own.isdigit():
        return ""
    root = re.search(r";messageid=(\d+)", text_of(dig(activity, "conversation", "id")))
    parent = root.group(1) if root else own
    group = text_of(dig(activity, "channelData", "team", "aadGroupId"))
    from_team = f"&groupId={group}" if group else ""
    return (
        f"https://teams.microsoft.com/l/message/{channel}/{own}"
        f"?tenantId={tenant_of(activity)}{from_team}&parentMessageId={parent}"
    )
