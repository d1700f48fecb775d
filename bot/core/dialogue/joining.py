"""First contact: which organisation, who the person is, what they do there; then the first question that fits it.

An account that is known nowhere gives the join code of the welcome pack; in a workspace that belongs to one adopter
nobody needs a code. Guessing codes is slowed down: after a few wrong ones the bot stops looking for a while.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.dialogue import calm
from bot.core.gatherings.chat import say_next
from bot.core.guidance.subscribing import wants_briefings_sent
from bot.core.language.choices import matches
from bot.core.language.posts import post_in
from bot.core.language.sentences import sentences_of
from bot.core.model import (
    Ability,
    Adopter,
    BindWorkspace,
    Choice,
    Kind,
    LinkAccount,
    Person,
    SavePerson,
    Turn,
    TurnContext,
    WrongCode,
)
from bot.core.model.journey import OTHER_ROLE, Role
from bot.core.people import places
from bot.core.people.codes import MOST_WRONG_CODES, WAIT_MINUTES, codes_in, link_in
from bot.core.safety.guard import reading_of
from bot.core.turn import returning
from bot.core.turn.asking import ask_next, ask_role, ask_where
from bot.core.turn.buttons import role_choices
from bot.core.turn.enclosing import badge_pictures
from bot.core.turn.person_words import asks_for_person, asks_if_bot
from bot.core.turn.reply import Reply
from bot.core.turn.saying import message, text_of
from bot.core.turn.wording import NO, YES, escape, plain

MOST_WORDS_OF_A_ROLE = 6
WHOSE = ("ours", "shared")
REALLY = ("sure", "keep_code")
"""What may be answered about the workspace; the labels are the phrases `button_workspace_…`."""
SURE = "workspace_sure"
"""What `DialogueState.joining` is while "only ours" was said and waits for a second yes."""
CLOSED = "closed"
"""What `DialogueState.joining` is of somebody with a link, who came when the adopter was closed."""
LATEST_ROLE = 60
"""Characters into a message: a role named later is hardly somebody's own, unless they say "I'm the …"."""
ASKING = frozenset(["ask", "help", "status", "next", "guidance"])
"""Intents of a question, which does not answer what somebody does here."""
_I_AM = re.compile(r"\b(?:i'?m|i am|me,?)(?: the| a| an| your| our| just)?(?: \w+)? $", re.IGNORECASE)
_HELLO = (
    r"(?:hi|hiya|hello|hey|morning|afternoon|good (?:morning|afternoon|evening))\b[ ,.!–-]*(?:there|all)?[ ,.!–-]*"
)
_I_AM_A = re.compile(
    rf"(?=\w)(?:{_HELLO})?(?:(?:i'?m|i’m|i am|i work as|i work in|i do|this is"
    r"|i (?:manage|lead on|lead|head up|head|run|look after|cover|deal with|handle|support)|i'?m responsible for)"
    r"(?: (?:the|a|an|your|our|new|in|from|interim|acting|deputy|assistant|senior|head of|manager of))* )?",
    re.IGNORECASE,
)
"""In front of what somebody does here."""
_CLAUSE_END = re.compile(
    r"[.,;!?\n]+\s*"
    r"|\s+(?:and|but|so|because)\s+(?=(?:i|we|it|they|you|my|our|the|this|there|nobody|somebody|can|could|what|how)\b"
    r"(?:['’]\w+)?\s+\w+\s+\w)",
    re.IGNORECASE,
)
"""Where what somebody does ends: at a mark, or where a new clause begins behind "and"."""

_CODE_LIKE = re.compile(r"(?=\S*\d)[A-Za-z0-9]{3,8}(?:-[A-Za-z0-9]{3,8}){1,3}$")
"""Written as a code, and none that could be looked up."""

_NAMED = re.compile(
    r"(?i:(?:hi|hello|hey)?[,! ]*(?:i'?m|i’m|i am|my name is|my name's|it'?s|this is))\s+"
    r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
    r"(?:\s*[,(–-]\s*|\s+)(?i:(?:and )?(?:i'?m |i’m |i am |i do |i work in |the |from |in |a |an )*)"
)
"""A name before a role: "I'm Margaret, board secretary at …"."""
_NAME_OR_HELLO = re.compile(
    rf"(?:{_HELLO})?(?:(?:i'?m|i’m|i am|my name is|this is)(?: [A-Z][\w'’-]+){{1,3}})?", re.IGNORECASE
)
"""A sentence that says no more than hello and a name."""
_A_POST = (
    r"(?: (?:officer|manager|lead|team|coordinator|director|adviser|advisor|assistant))?"
    r"(?: (?:here|speaking))?[.!,]?"
)
"""What may stand behind a role that is the whole message: "resident involvement officer here"."""
_TELLS_NO_VALUE = frozenset(["unclear", "other", "hand_over", "answer", "correct"])
_LEAD_IN = re.compile(r"^(?:hi|hello)?[,! ]*(?:i'?m|i am|my name is|my name's|it'?s|this is)\s+", re.IGNORECASE)


def person_id(turn: Turn) -> str:
    """The id of a person met for the first time: from the account, so that one account is one person."""
    account = turn.account
    told = f"{account.channel}\0{account.workspace}\0{account.user}"
    return f"p-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def unknown(reply: Reply) -> bool:
    """Answers an account that no person is known for. False for somebody known."""
    person, adopter = reply.context.person, reply.context.adopter
    if person is None or adopter is None:
        meet(reply)
    elif adopter.closed_on is not None and _never_here(reply, person):
        reply.set(joining=CLOSED)
        _say_closed(reply, adopter)
    else:
        return False
    return True


def _never_here(reply: Reply, person: Person) -> bool:
    """Somebody with a link to join by, who comes for the first time, or was told before that it is closed."""
    first = reply.state_of(person.id).last_seen is None
    return not person.role and (first or reply.dialogue.joining == CLOSED)


def _say_closed(reply: Reply, adopter: Adopter) -> None:
    """Nobody joins an adopter that the programme closed, however they come: whom they can ask is said."""
    name, email = reply.journey.officer_name, reply.journey.officer_email
    reply.say("adopter_closed", adopter=escape(adopter.name), officer_name=name, officer_email=email)


def meet(reply: Reply) -> None:
    """Answers an account that no person is known for."""
    context, turn = reply.context, reply.turn
    if context.codes_tried and context.code_adopter is None:
        reply.changes.append(WrongCode(turn.account, context.codes_tried))
    if context.dialogue.calm and context.code_adopter is None and turn.kind in (Kind.TEXT, Kind.OPEN):
        calm.say_afterwards(reply)  # Somebody who was just pointed to help is not asked for a code.
        reply.set(calm="")
    elif turn.kind is Kind.TEXT and context.code_adopter is None and _asks_for_person(reply):
        return
    elif context.code_tries >= MOST_WRONG_CODES and (context.workspace_adopter is None or _gives_code(reply)):
        reply.say("slow_down", minutes=WAIT_MINUTES)
    elif places.link_unknown(reply):
        return
    elif context.code_adopter is not None:
        _join(reply, context.code_adopter, by_code=True)
    elif _gives_code(reply):
        reply.set(joining="code")
        reply.say("wrong_code", officer_email=reply.journey.officer_email)
    elif context.workspace_adopter is not None:
        _join(reply, context.workspace_adopter, by_code=False)
    else:
        _ask_code(reply)


def _gives_code(reply: Reply) -> bool:
    """Whether the words give a code, right or wrong. In a workspace of one adopter another's may be meant."""
    if reply.turn.kind not in (Kind.TEXT, Kind.EDIT):
        return False
    text = reply.turn.text.strip()
    found = codes_in(text, reply.programme.vocabulary.speller.known)
    asked = reply.context.dialogue.joining == "code"
    return bool(found.found or found.slip or link_in(text) or (asked and _CODE_LIKE.match(text)))


def _ask_code(reply: Reply) -> None:
    first = reply.dialogue.joining != "code"
    reply.set(joining="code")
    if first:
        reply.say("welcome_unknown", programme=reply.journey.name)
    reply.say("ask_code", programme=reply.journey.name, officer_email=reply.journey.officer_email)


def _asks_for_person(reply: Reply) -> bool:
    """Whom to write to, for somebody who is not known yet; and that this is a bot, for who asks."""
    journey = reply.journey
    is_bot = asks_if_bot(reply.turn.text)
    if not is_bot and not asks_for_person(reply.turn.text, [journey.officer_name]):
        return False
    name, email = journey.officer_name, journey.officer_email
    if is_bot:
        reply.say("am_bot", officer_name=name, officer_email=email)
    reply.say("person_unknown", programme=journey.name, officer_name=name, officer_email=email)
    return True


def _join(reply: Reply, adopter: Adopter, by_code: bool) -> None:
    """The account becomes a person of this adopter, unless it is closed."""
    if adopter.closed_on is not None:
        _say_closed(reply, adopter)
        return
    turn = reply.turn
    person = Person(person_id(turn), adopter.key, turn.name.strip()[:80] or "")
    reply.changes += [SavePerson(person), LinkAccount(turn.account, person.id)]
    reply.context = _with(reply.context, adopter, person)
    reply.say("joined", name=escape(person.name), adopter=escape(adopter.name), programme=reply.journey.name)
    say_next(reply)
    unbound = reply.context.workspace_adopter is None and turn.home != ""
    shared = by_code and Ability.WORKSPACE in turn.can and unbound
    if shared:
        reply.set(joining="workspace")
        ask_workspace(reply)
    elif person.name:
        ask_role(reply)
    else:
        reply.set(joining="name")
        reply.say("ask_name", adopter=escape(adopter.name))


def _with(context: TurnContext, adopter: Adopter, person: Person) -> TurnContext:
    return replace(context, adopter=adopter, person=person, people=(*context.people, person))


def ask_workspace(reply: Reply) -> None:
    """Is this Slack workspace or Teams tenant only theirs? Then their colleagues need no code."""
    reply.say("ask_workspace", _about_workspace(reply, WHOSE), adopter=escape(reply.adopter.name))


def _about_workspace(reply: Reply, answers: Sequence[str]) -> list[Choice]:
    return [reply.button(f"workspace_{key}", "workspace", key) for key in answers]


def workspace_answer(reply: Reply, answer: str) -> None:
    """A press on the question whether the workspace is theirs alone. It lets in everybody there: so it is asked once
    more, with what it does. A guest's word is none, and a workspace that is somebody's stays theirs."""
    turn, adopter = reply.turn, escape(reply.adopter.name)
    may_be_bound = reply.context.workspace_adopter is None and turn.home != ""
    if answer == "ours" and may_be_bound and reply.dialogue.joining != SURE:
        _ask_once_more(reply)
    elif answer == "sure" and may_be_bound and reply.dialogue.joining == SURE:
        account = turn.account
        reply.changes.append(BindWorkspace(account.channel, turn.home or account.workspace, reply.adopter.key))
        reply.say("workspace_noted", adopter=adopter)
        ask_name_or_role(reply)
    elif answer == "sure" and may_be_bound:
        _ask_once_more(reply)  # a button of long ago
    else:
        ask_name_or_role(reply)


def _ask_once_more(reply: Reply) -> None:
    reply.set(joining=SURE)
    reply.say("workspace_sure", _about_workspace(reply, REALLY), adopter=escape(reply.adopter.name))


def _typed_workspace(reply: Reply, text: str) -> bool:
    """A typed answer to whether the workspace is theirs, or to whether they are sure."""
    sure = reply.dialogue.joining == SURE
    labels = [(key, text_of(reply.journey, f"button_workspace_{key}")) for key in (REALLY if sure else WHOSE)]
    found = matches(text, labels)
    bare = plain(text)
    if re.fullmatch(rf"(?:{YES})(?:,? (?:please|do|sure|let them in))*", bare):
        found = ("sure",) if sure else ("ours",)
    elif not sure and re.fullmatch(r"(?:it'?s )?(?:only|just) (?:us|ours)", bare):
        found = ("ours",)
    elif re.fullmatch(rf"(?:{NO})(?:,? (?:thanks|thank you|keep (?:the|it)(?: code)?))*", bare):
        found = ("keep_code",) if sure else ("shared",)
    if len(found) == 1:
        workspace_answer(reply, found[0])
    return len(found) == 1


def why(reply: Reply) -> None:
    """Why what is asked is asked: of whose workspace this is, the question says it."""
    if reply.dialogue.joining in ("workspace", SURE):
        ask_workspace(reply)
    else:
        returning.why(reply)


def ask_name_or_role(reply: Reply) -> None:
    """The next thing to know about the person."""
    if not reply.person.name:
        reply.set(joining="name")
        reply.say("ask_name", adopter=escape(reply.adopter.name))
    else:
        ask_role(reply)


def introduce(reply: Reply) -> str | None:
    """Takes a typed answer to one of the first questions. Returns the words beside it, which are still to be answered
    (mostly none); None when all of the words are something else: then they are understood as any other words, and the
    question is let go."""
    text = reply.turn.text.strip()
    if reply.dialogue.joining == "name" and (_LEAD_IN.match(text) or not _greets(reply)):
        name = " ".join(text.split())
        if 0 < len(name) <= 60 and not any(c.isdigit() for c in name) and len(name.split()) <= 5:
            person = replace(reply.person, name=_own_name(name))
            reply.changes.append(SavePerson(person))
            reply.context = replace(reply.context, person=person)
            ask_role(reply)
            return ""
    if reply.dialogue.joining == "role":
        found = matches(_own_name(text), [(r.key, r.label) for r in reply.journey.roles])
        if len(found) == 1 and len(text.split()) <= MOST_WORDS_OF_A_ROLE:
            set_role(reply, found[0])
            return ""
        role, rest = _role_among(text, reply.journey.roles)
        if role:
            set_role(reply, role, go_on=not rest)
            return rest
        if post := post_in(text):
            set_role(reply, OTHER_ROLE, words=post)
            return ""
        if reply.dialogue.failures == 0 and not reply.in_hand and not _greets(reply):
            intent = reading_of(reply).intent
            if intent in ASKING or wants_briefings_sent(text):
                reply.set(failures=1)
                return None  # answered first; what they do is asked again after it
            if intent in ("unclear", "other"):
                reply.say("ask_role_again", choices=role_choices(reply))
                reply.set(failures=1)
                return ""
    if reply.dialogue.joining in ("name", "role") and _greets(reply):
        reply.say("greeting", name=escape(reply.person.name))
        ask_name_or_role(reply)
        return ""
    if reply.dialogue.joining in ("workspace", SURE) and _typed_workspace(reply, text):
        return ""
    reply.set(joining="", failures=0)
    return None


def _greets(reply: Reply) -> bool:
    """Whether the words only say hello. Who says more behind it has answered: that is looked for first."""
    return reading_of(reply).intent == "greeting"


def role_told(reply: Reply) -> str | None:
    """What somebody says, unasked, that they do here: "I'm the comms manager". Returns the words behind it, None when
    they say no such thing. Who has a role already, and is asked something, is taken at the word of that question."""
    text = reply.turn.text.strip()
    if reply.dialogue.joining or (reply.person.role and reply.in_hand):
        return None
    said = _I_AM_A.match(text)
    behind = text[said.end() :] if said is not None and said.end() else ""
    behind = _NAMED.sub("", text) if _NAMED.match(text) else behind
    behind = _behind_own_name(reply, text) or behind
    names = [n for r in reply.journey.roles for n in (r.label, *r.also)]
    begins = any(re.match(rf"{re.escape(n)}\b", behind, re.IGNORECASE) for n in names)
    bare = any(re.fullmatch(rf"(?:{_HELLO})?(?:the )?{re.escape(n)}{_A_POST}", text, re.IGNORECASE) for n in names)
    reading = reading_of(reply)
    recorded = any(not f.name.startswith("owner.") for f in reading.facts)
    if not begins and not (bare and not recorded and reading.intent in _TELLS_NO_VALUE):
        tells_nothing = reading.intent in (*_TELLS_NO_VALUE, "greeting")
        return _any_post(reply, text) if not recorded and tells_nothing else None
    role, rest = _role_among(text if bare else behind, reply.journey.roles)
    if not role or role == reply.person.role:
        return None
    if not reply.person.role:
        reply.set(joining="role")
    set_role(reply, role, go_on=not rest)
    return rest


def _any_post(reply: Reply, text: str) -> str | None:
    """A post that no role is named for is kept as another role, and said in its words. None for anything else."""
    sentences = sentences_of(_behind_own_name(reply, text) or text)
    only_greets = all(_NAME_OR_HELLO.fullmatch(s.strip()) for s in sentences[:-1])
    post = post_in(sentences[-1]) if sentences and only_greets and not reply.person.role else ""
    if not post:
        return None
    reply.set(joining="role")
    set_role(reply, OTHER_ROLE, words=post)
    return ""


def _behind_own_name(reply: Reply, text: str) -> str:
    """ "lauren here, comms manager": what stands behind the speaker's own first name."""
    first = reply.person.name.split()[0] if reply.person.name else ""
    found = re.match(rf"(?:{_HELLO})?{re.escape(first)}(?: here)?\s*[,–-]\s*", text, re.IGNORECASE) if first else None
    return text[found.end() :] if found is not None else ""


def _role_among(text: str, roles: Sequence[Role]) -> tuple[str, str]:
    """A role named in a few words or more, and what stands behind it: "comms officer, just been added to this". The
    words that stand first count; of these the longest."""
    found = [
        (match.start(), -len(name), role.key, match.end())
        for role in roles
        for name in (role.label, *role.also)
        if (match := re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))
        and (match.start() <= LATEST_ROLE or _I_AM.search(text, 0, match.start()))
    ]
    if not found:
        return "", ""
    start, _, key, end = min(found)
    behind = _CLAUSE_END.search(text, end)
    before = _I_AM.sub("", text[:start]).strip(" ,") if start > LATEST_ROLE else ""
    return key, f"{before} {text[behind.end() :] if behind else ''}".strip()


def _own_name(text: str) -> str:
    """The name in "I'm Asha", "my name is Asha Patel"."""
    return _LEAD_IN.sub("", text)


def set_role(reply: Reply, role: str, go_on: bool = True, words: str = "") -> None:
    """The role is noted; then comes the first question that fits it, unless words beside it are to be answered.
    `words` say it back, where the role has none for it."""
    label = words or next((r.label for r in reply.journey.roles if r.key == role), role)
    person = replace(reply.person, role=role)
    reply.changes.append(SavePerson(person))
    reply.context = replace(reply.context, person=person)
    first = reply.dialogue.joining != ""
    reply.set(joining="")
    reply.say("role_noted", role=escape(label[:1].lower() + label[1:]))
    if not go_on:
        return
    if not (first and ask_where(reply, begin=False)):
        ask_next(reply)


def list_roles(reply: Reply) -> None:
    """The roles to choose from."""
    reply.set(joining="role")
    reply.say("ask_role_list", role_choices(reply))


def say_offers(reply: Reply) -> None:
    """What an adopter gets, and the badge, which is theirs from the day of signing up."""
    made = reply.journey.badge
    words = {"offers": _bullets(reply.journey.offers), "programme": reply.journey.name}
    said = message(reply.journey, "offers", (), 0, **words)
    pictures = () if made is None else (badge_pictures(reply, made, unasked=True),)
    reply.add(replace(said, encloses=pictures))
    _go_on(reply)


def say_expects(reply: Reply) -> None:
    """What adopters set out to do."""
    reply.say("expects", expects=_bullets(reply.journey.expects), programme=reply.journey.name)
    _go_on(reply)


def _go_on(reply: Reply) -> None:
    """Back to what was asked, which may be the role."""
    if reply.dialogue.joining == "role":
        ask_role(reply)
    else:
        returning.carry_on(reply)


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
