"""Words about entries: which one is meant, whether there were others, one put right by its name or its line.

Looked at before the reader's word on the whole message, since what they mean is in the record and not in the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.dialogue import my_answers
from bot.core.dialogue.naming import steps_with_entries
from bot.core.dialogue.own_answers import gives_no_number
from bot.core.language import telling
from bot.core.language.choices import matches
from bot.core.language.sentences import sentences_of
from bot.core.model.journey import EntryKind, Step
from bot.core.model.reading import Reading, Understood, values_of_list
from bot.core.record.entries import Entry
from bot.core.record.placing import OPEN, Fit, Shape
from bot.core.safety.guard import reading_of
from bot.core.turn import answers, asking, confirming, which
from bot.core.turn.choosing import in_its_year, line_named, named, only_picks, read_of, steps_named
from bot.core.turn.entries import MORE, ONE_MORE, WHICH, entries_now, in_hand
from bot.core.turn.heard import APPROXIMATE, changed_by
from bot.core.turn.reply import Reply
from bot.core.turn.understand import steps_in, understand
from bot.core.turn.wording import NO, YES, plain

MOST_WORDS_OF_WHOSE = 8
"""So many words say whose something was, and tell nothing else."""
MOST_WORDS = 14
"""A correction by name, a word on which one is meant, is short."""
_THAT_IS_ALL = r"(?:that|this|it)(?:'s| is| was) (?:all|it|everything|the lot)(?: there was)?"
_NO_MORE = (
    r"nothing else|none|just (?:that|the one|those|these)|no others?|no more|not that i know of"
    r"|(?:there )?(?:were|was) (?:no|none|nothing)(?: others?| else| more)?"
)
_ALL = re.compile(rf"(?:(?:{NO})\b[ ,.]*)?(?:{_THAT_IS_ALL}|{_NO_MORE})(?: thanks| thank you)?")
_ADD = re.compile(rf"(?:{YES})|(?:yes )?(?:there was )?(?:add )?(?:another|one more)(?: one)?|add (?:another|one)")
_NEW = re.compile(
    r"(?:neither|none)(?: of (?:them|these|those))?|(?:a |it'?s a )?(?:new|different|another) one|another"
)
_STEP_BACK = re.compile(
    r"\b(?:take|took) (?:it |that |this )?back\b|\bnever (?:happened|took place)\b", re.IGNORECASE
)
_OFF = re.compile(
    r"(?<!not )(?<!n't )\b(?:remove|scrap|delete|strike|take back|take off|cancel|withdraw)\b", re.IGNORECASE
)
_FROM_A_LIST = re.compile(
    r"\b(?:off|out of|from)\b[^.!?]*\b(?:methods?|ways?|(?:the|that|our|this) list)\b(?! of\b)", re.IGNORECASE
)
"""It goes off a list that an entry has, and the entry stays."""
_SAYS_OF_ONE = re.compile(
    r"^\W*(?:(?:no|sorry|actually|oh|wait|and|but|yes)\b[ ,.]*)*(?!(?:we|i|they|you|there)\b)"
    r"(?:(?:the|our|that) )?[a-z][a-z0-9 -]{1,40}? "
    r"(?:was|were|is|had|got|came to|should be|should have been|only had|only got)\b",
    re.IGNORECASE,
)
"""Something is said of one that is known: "the survey was 215", "exec was 5 February"."""
_SAME = re.compile(r"\bsame |\b(?:was|were|is|are) (?:really |just |all )?one ")
_APART = r"\b(?:was|were|are) (?:really |actually )?(?:two|separate|different)(?: separate| different)?"
_TOLD_APART = re.compile(_APART)
_SECOND_THOUGHTS = re.compile(r"\?\s*$")


def heard_in(reply: Reply) -> bool:
    """Answers words that are about entries. False when they are about something else."""
    rules: tuple[Callable[[Reply], bool], ...] = (
        _whose, _more, _which, _another, my_answers.asked_for, _same, _apart, _taken_back, _put_right,
    )  # fmt: skip
    return any(rule(reply) for rule in rules)


# ---------------------------------------------------------------- what was asked about entries


def _whose(reply: Reply) -> bool:
    """The answer to "was that with … or with …?": a label, or other words for the step."""
    waiting = reply.dialogue.shared
    shared = reply.journey.shared_of(waiting[0].name) if waiting else None
    if shared is None or reply.dialogue.reading_back:
        return False
    labels = dict(shared.steps)
    text = plain(reply.turn.text)
    named = [key for key in steps_named(reply) if key in labels]
    if not named and (re.fullmatch(r"both(?: of them)?", text) or text == plain(shared.both)):
        named = list(labels)
    if not named and re.fullmatch(rf"{YES}|{NO}", text):
        asking.ask_whose(reply, "which_of_these")  # It is neither a yes nor a no to two things.
        return True
    answered = _answered(reply, named)
    if answered is None:
        return False
    answers.whose(reply, answered[0], reading_of(reply).facts)
    return True


def whose_and_more(reply: Reply, answer: Callable[[Reply], bool]) -> bool:
    """Whose something was, with more behind it: the rest is heard as a message of its own."""
    shared = reply.journey.shared_of(reply.dialogue.shared[0].name)
    named = [key for key in steps_named(reply) if shared is not None and key in dict(shared.steps)]
    answered = _answered(reply, named) if not reply.dialogue.reading_back else None
    if answered is None or not answered[1]:
        return False
    turn, reply.more_to_come = reply.turn, True
    answers.whose(reply, answered[0])
    reply.turn, reply.reading = replace(turn, text=answered[1]), None
    answer(reply)
    reply.turn, reply.more_to_come = turn, False
    answers.go_on(reply)
    return True


def _answered(reply: Reply, named: Sequence[str]) -> tuple[list[str], str] | None:
    """Which of them the message says, and what else there is in it: a sentence by itself says it ("RESIDENTS. I have
    answered this. 60 came"); else the whole of a short message. None where it says none."""
    if not named:
        return None
    sentences = [s.strip() for s in sentences_of(reply.turn.text) if s.strip(" .,!?")]
    for n, sentence in enumerate(sentences):
        own = [key for key in steps_in(reply.programme, sentence, reply.reading_context()) if key in named]
        guess = re.fullmatch(r"[^?]*\bi (?:guess|think|suppose)\s*\?+", sentence, re.IGNORECASE) is not None
        if own and len(sentence.split()) <= MOST_WORDS_OF_WHOSE and (guess or not telling.asks(sentence)):
            facts = understand(reply.programme, sentence, replace(reply.reading_context(), known=())).facts
            if len(sentences) == 1:
                return own, ""
            if not any(f.sure and not f.name.endswith(asking.STATE) for f in facts):
                return own, ". ".join(s for m, s in enumerate(sentences) if m != n)
    short = len(reply.turn.text.split()) <= MOST_WORDS and not telling.asks(reply.turn.text)
    return (list(named), "") if short else None


def _more(reply: Reply) -> bool:
    """The answer to "was there anything else?"."""
    asked = reply.dialogue.asked
    if reply.dialogue.heard:
        return False  # A yes is to what was read back.
    text = plain(reply.turn.text)
    if not asked.endswith(MORE):
        return _all_told(reply, text)
    step = reply.journey.step(asked.removesuffix(MORE))
    if re.fullmatch(NO, text) or _ALL.fullmatch(text):
        my_answers.told_all(reply, step)
    elif _ADD.fullmatch(text):
        my_answers.add(reply, step)
    else:
        return False
    return True


def _all_told(reply: Reply, text: str) -> bool:
    """ "That was all", while something else is asked of a step that is done: it is said of that step."""
    step = reply.journey.step_of_question.get(reply.dialogue.asked)
    done = step is not None and step.entries is not None and reply.progress.done(step.key)
    if step is None or not done or reply.dialogue.heard or not re.fullmatch(r"(?:no,? )?that was (?:all|it)", text):
        return False
    my_answers.told_all(reply, step)
    return True


def that_was_all(reply: Reply) -> bool:
    """ "That's all" as the answer to whether there were others, rather than as a goodbye."""
    return reply.dialogue.asked.endswith(MORE) and _ALL.fullmatch(plain(reply.turn.text)) is not None


def _which(reply: Reply) -> bool:
    """The answer to "which one is that?": its name, its day, its line; or one more."""
    gap = next((o for o in reply.dialogue.open if o.reason == "which"), None)
    if gap is None or reply.dialogue.asked != gap.name:
        return False
    step = reply.journey.step(gap.name.removesuffix(WHICH))
    line = line_named(reply, reply.turn.text)
    if line is not None and line[0] == step.key and line[1] in gap.among:
        answers.which(reply, step, line[1])
        return True
    text = plain(reply.turn.text)
    only = gap.among[0] if len(gap.among) == 1 else ""
    if only and re.fullmatch(YES, text):
        answers.which(reply, step, only)
        return True
    if step.entries is not None and (_is_new(step.entries, text) or (only and re.fullmatch(NO, text))):
        answers.which(reply, step, "")
        return True
    found = named(reply, step, read_of(reply, step, reply.turn.text, by_day=True).facts, gap.among)
    if len(found) != 1 or len(reply.turn.text.split()) > MOST_WORDS:
        return False
    answers.which(reply, step, found[0].id)
    return True


def _another(reply: Reply) -> bool:
    """ "No, that was another meeting", to a change of one that is known."""
    if not reply.dialogue.reading_back:
        return False
    changed = next((f for f in (changed_by(reply, u) for u in reply.dialogue.heard) if f is not None), None)
    step = confirming.may_be_another(reply, changed)
    text = re.sub(rf"^(?:{NO})\b[ ,.]*(?:that|it|this) (?:was|is) ", "", plain(reply.turn.text))
    if step is None or step.entries is None or not _is_new(step.entries, text):
        return False
    answers.another(reply, step)
    return True


def _is_new(kind: EntryKind, text: str) -> bool:
    names = "|".join(re.escape(n) for n in (kind.name, "one"))
    return bool(
        _NEW.fullmatch(text) or re.fullmatch(rf"(?:it'?s )?(?:a |an )?(?:new|different|another) (?:{names})", text)
    )


# ---------------------------------------------------------------- put right by name, by line, by day


def _put_right(reply: Reply) -> bool:
    """ "The survey was 215", "the second was 19", "the one on 3 June was 18": a value of an entry that is named."""
    text = reply.turn.text
    if len(text.split()) > MOST_WORDS or _SECOND_THOUGHTS.search(text):
        return False
    line = line_named(reply, text)
    reading = reply.reading
    if reading is not None and reading.intent == "correct" and reading.facts and _all_placed(reply, reading):
        return False  # The reader has found what they are of.
    intent = reading.intent if reading is not None else "unclear"
    if line is None and not (intent in ("correct", "unclear", "other", "answer") and _SAYS_OF_ONE.search(text)):
        return False
    if ONE_MORE.search(text) or gives_no_number(reply):
        return False
    found: list[tuple[Step, Entry, list[Understood]]] = []
    for step in steps_with_entries(reply):
        if line is not None and line[0] != step.key:
            continue
        told = [u for u in read_of(reply, step, text).facts if step.has_entries(u.name)]
        picked = [e for e in entries_now(reply, step) if line is not None and e.id == line[1]]
        meant = {u.entry for u in told}
        read_so = [e for e in entries_now(reply, step) if e.id in meant]
        chosen = ((e, _changes(reply, step, e, told)) for e in picked or read_so or named(reply, step, told))
        found += [(step, entry, changed) for entry, changed in chosen if changed]
    if not found or len({step.key for step, _, _ in found}) > 1:
        return False
    step, entry, changed = found[0]
    if line is None and intent != "correct" and _on_another_day(step, entry, changed):
        return False
    where = entry.id if len(found) == 1 else OPEN
    answers.hear(reply, [replace(u, entry=where) for u in changed], words=text, correcting=True)
    return True


def _all_placed(reply: Reply, reading: Reading) -> bool:
    """Whether all that is told is of an entry that is known."""
    known = {step.key: {e.id for e in entries_now(reply, step)} for step in steps_with_entries(reply)}
    return all(u.entry in known.get(u.name.partition(".")[0], ()) for u in reading.facts)


def _on_another_day(step: Step, entry: Entry, changed: list[Understood]) -> bool:
    """Another day with more told of it is another one, and no word on the one that is known."""
    kind = step.entries
    assert kind is not None, step.key
    values = {u.name: u.value for u in changed}
    return len(values) > 1 and Shape.of(step, kind).days(values, entry) is Fit.OTHER


def _changes(reply: Reply, step: Step, entry: Entry, told: list[Understood]) -> list[Understood]:
    """What is told of the entry beside what only names it: its numbers and its days. What is
    doubted of it is shown before and after, and asked."""
    kind = step.entries
    assert kind is not None, step.key
    news = [in_its_year(entry, u, reply.turn.text) for u in told if not only_picks(step, entry, u)]
    news = [u for u in news if u.name != kind.state or str(entry.value(kind.state)) not in kind.held]
    return news if any(not u.name.endswith(f".{APPROXIMATE}") for u in news) else []


# ---------------------------------------------------------------- taken back, joined, parted


def _named_whole(reply: Reply, text: str) -> list[tuple[Step, Entry]]:
    line = line_named(reply, text)
    found = []
    for step in steps_with_entries(reply):
        if line is not None:
            found += [(step, e) for e in entries_now(reply, step) if line == (step.key, e.id)]
        else:
            told = [u for u in read_of(reply, step, text).facts if step.has_entries(u.name)]
            there = named(reply, step, told) or _by_choice(reply, step, text)
            found += [(step, e) for e in there]
    return found


def _by_choice(reply: Reply, step: Step, text: str) -> list[Entry]:
    """The entries that the words name by one of a question's choices: a way, a body."""
    found: list[Entry] = []
    for question in (q for q in step.questions if q.options and step.has_entries(q.key)):
        named = set(matches(text, [(o.value, o.label) for o in question.options]))
        values = ((e, e.value(question.key)) for e in entries_now(reply, step))
        found += [e for e, value in values if value is not None and named & set(values_of_list(value))]
    return found


def _taken_back(reply: Reply) -> bool:
    """ "Take back the workshop", "the drop-in never happened": an entry whole, after a yes."""
    text = reply.turn.text
    if not (_STEP_BACK.search(text) or _OFF.search(text)) or len(text.split()) > MOST_WORDS:
        return False
    if _FROM_A_LIST.search(text):
        return False
    rest = _OFF.sub(" ", _STEP_BACK.sub(" ", text)).strip(" .!?")
    found = _named_whole(reply, rest) if rest else []
    if len(found) == 1 and _is_one_of_several(*found[0]):
        return False
    if len(found) == 1:
        my_answers.ask_take_back(reply, found[0][0], found[0][1].id)
        return True
    if len(found) > 1 and len({s.key for s, _ in found}) == 1:
        which.offer(reply, found[0][0], [e.id for _, e in found], "back")
        return True
    return False


def _is_one_of_several(step: Step, entry: Entry) -> bool:
    """The entry has several ways, of which one may be meant: that goes off its list, and the entry stays."""
    values = [entry.value(q.key) for q in step.questions if q.kind == "choices" and step.has_entries(q.key)]
    return any(isinstance(v, tuple) and len(v) > 1 for v in values)


def _same(reply: Reply) -> bool:
    """ "That was the same meeting": two told as two are one."""
    text = plain(reply.turn.text)
    for step in steps_with_entries(reply) if _SAME.search(text) else ():
        names = _names(step, one=True)
        same = rf"\bsame (?:{names})\b|\b(?:was|were|is|are) (?:really |just |all )?one (?:{names})\b"
        if re.search(same, text) and len(entries_now(reply, step)) > 1:
            my_answers.ask_join(reply, step, in_hand(reply, step))
            return True
    return False


def _apart(reply: Reply) -> bool:
    """ "Those were two": one told as one is two."""
    text = plain(reply.turn.text)
    for step in steps_with_entries(reply) if _TOLD_APART.search(text) else ():
        told = re.search(rf"{_APART}(?: (?:{_names(step, one=False)}))?$", text)
        if told and my_answers.ask_part(reply, step, in_hand(reply, step)):
            return True
    return False


def _names(step: Step, one: bool) -> str:
    """What an entry of the step, or several, are called, as alternatives of a pattern."""
    kind = step.entries
    assert kind is not None, step.key
    own, others = (kind.name, ("thing", "event")) if one else (kind.plural, ("things", "events"))
    return "|".join(re.escape(n) for n in (own, *others))
