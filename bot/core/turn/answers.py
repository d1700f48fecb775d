"""Hearing answers and reading them back; yes and no to a read-back; choices pressed.

Nothing is recorded that was not read back or pressed. When what is said differs from what a colleague recorded of a
step that is done, it is asked about, never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from bot.core.model import Choice, Kind
from bot.core.model.journey import Question, Step
from bot.core.model.reading import Open, Understood, Value
from bot.core.record.done_when import is_done
from bot.core.record.entries import in_order
from bot.core.record.placing import OPEN
from bot.core.turn.asking import ask, ask_next, ask_open, ask_whose, asks_whose
from bot.core.turn.buttons import heard_list, options_of
from bot.core.turn.confirming import changes_one, read_back
from bot.core.turn.entries import WHICH, facts_about, fresh, in_hand, next_about, placed, take_in_hand
from bot.core.turn.heard import (
    BETWEEN_MESSAGES,
    CORRECTING,
    changed_by,
    forget,
    is_number,
    kept_first,
    key_of,
    leave_out_share,
    one_text,
    said,
    same_day,
    say_known,
    step_of,
    still_to_come,
    without_known,
    without_roughness,
)
from bot.core.turn.notes import about_moved, apart, is_note, without_orphans
from bot.core.turn.offering import LABEL
from bot.core.turn.own_group import of_own_group
from bot.core.turn.putting import forget_put, let_go_of, let_go_of_shared, may_put
from bot.core.turn.reading_back import groups_of, title_for, value_of
from bot.core.turn.recording import record, since_then
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.sifting import total_said, untangled, without_recorded
from bot.core.turn.wording import say_list

DENIED = "denied"
"""What was read back is not right; what it should be is asked."""
MOST_LINES = 8
"""So many lines of a read-back get a button each; of more it is easier to say which one is wrong."""


def hold(reply: Reply, understood: Understood) -> None:
    """Holds one answer until it is read back, with what else the words say."""
    (understood,), _ = placed(reply, [understood], reply.turn.text, False)
    waiting = (u for u in reply.dialogue.heard if key_of(u) != key_of(understood))
    reply.set(heard=(*waiting, understood), heard_words=reply.turn.text, said_by=reply.person.id, reading_back=True)


def hear(
    reply: Reply, facts: Sequence[Understood], gaps: Sequence[Open] = (), words: str = "", correcting: bool = False
) -> None:
    """Takes in what was understood, beside what waits already; then asks what is open, or reads back."""
    facts = of_own_group(reply, facts)
    _put_by(reply, facts, gaps)
    facts = [_of_what_is_changed(reply, f) for f in facts if reply.step_of(f.name)]
    facts = untangled(reply, facts, words, correcting)
    facts, doubts = _placed(reply, facts, words, correcting)
    told_of = bool(facts)
    facts = still_to_come(reply, without_recorded(reply, facts, words))
    facts = facts if correcting else without_known(reply, facts)
    if not correcting and (first := kept_first(reply, facts, gaps, words)):
        facts = [f for f in facts if f.name not in first]
        gaps = [o for o in gaps if o.name not in first]
        reply.say("kept_first", step=step_of(reply, first[0]).title)
    heard = without_roughness({key_of(u): u for u in reply.dialogue.heard}, facts)
    facts = [same_day(heard.get(key_of(f)), f, words) for f in facts]
    for fact in facts:
        before = heard.get(key_of(fact))
        if (
            not correcting
            and before is not None
            and isinstance(fact.value, tuple)
            and isinstance(before.value, tuple)
        ):
            fact = replace(fact, value=tuple(dict.fromkeys((*before.value, *fact.value))))
        heard[key_of(fact)] = fact
    gaps = [_of_entry(reply, o, facts) for o in gaps if reply.question(o.name) and not total_said(o, facts, words)]
    for left_open in (*doubts, *gaps):
        forget_put(reply, left_open.name)  # What these words leave open was not asked of them before.
    gaps = [*doubts, *(o for o in gaps if not _known_already(reply, o) and not _is_share_of(reply, o, heard))]
    open_names = {o.name for o in gaps}
    told = {name for name, _ in heard}
    for gap in reply.dialogue.open:
        _is_share_of(reply, gap, heard)
    old = [
        o
        for o in reply.dialogue.open
        if o.name not in told and o.name not in open_names and _still_asks(reply, o, told)
    ]
    asked = reply.dialogue.asked
    reply.set(
        known_up_to=_newest(reply) if reply.dialogue.known_up_to < 0 else reply.dialogue.known_up_to,
        heard=_in_order(reply, heard.values()),
        open=(*(replace(o, words=o.words or words) for o in gaps), *old),
        heard_words=BETWEEN_MESSAGES.join(filter(None, (reply.dialogue.heard_words, words)))[-2000:],
        heard_link=reply.turn.link or reply.dialogue.heard_link,
        said_by=reply.person.id,
        failures=0,
        confirming=CORRECTING if correcting or reply.dialogue.confirming == CORRECTING else "",
    )
    _take_in_hand(reply, facts)
    if hold_and_ask_on(reply, facts, asked):
        return
    if not (facts or gaps or reply.dialogue.heard or reply.dialogue.shared):
        # What the words touch is known: else it looks as if nobody had read them.
        reply.say("nothing_changed" if told_of else "nothing_taken")
    if (reply.dialogue.open or _asks_whose(reply)) and facts:
        _say_heard(reply, facts)  # Else it looks as if only the question came through.
    go_on(reply)


def _placed(
    reply: Reply, facts: Sequence[Understood], words: str, correcting: bool
) -> tuple[list[Understood], list[Open]]:
    """Each with its entry. A note is always one more, whatever else is put right, and beside what is told with it."""
    told, notes = apart(reply.journey, facts)
    found, doubts = placed(reply, told, words, correcting)
    now = {(f.name, f.value, f.words): f.entry for f in found}
    moved = {(step_of(reply, f.name).key, f.entry): now.get((f.name, f.value, f.words), "") for f in told if f.entry}
    noted, _ = placed(reply, about_moved(reply.journey, notes, moved), words, False)
    return [*found, *noted], doubts


_ABOUT_WHAT_IS_TOLD = frozenset(["which", "emptied"])
"""Why something is open that nothing can be read back without."""


def _still_asks(reply: Reply, gap: Open, told: Collection[str]) -> bool:
    """Whether what was left open before is still asked first: not where new words tell of other steps. Then that is
    read back, and the journey comes back to the question by itself."""
    step = gap.name.partition(".")[0]
    return (
        reply.turn.kind is Kind.PRESS
        or not told
        or gap.reason in _ABOUT_WHAT_IS_TOLD
        or any(name.partition(".")[0] == step for name in told)
    )


def _put_by(reply: Reply, facts: Sequence[Understood], gaps: Sequence[Open]) -> None:
    """What may be of several steps waits until it is told of which, and all that is still to ask about it too."""
    shared = _beside_shared(reply, [f for f in facts if reply.journey.shared_of(f.name) is not None])
    for told in shared:
        forget_put(reply, f"{told.name.partition('.')[0]}.group")
    fields = {key_of(f): f for f in (*reply.dialogue.shared, *shared)}
    reply.set(shared=tuple(fields.values()))


def _beside_shared(reply: Reply, told: Sequence[Understood]) -> list[Understood]:
    """What is told of an activity while one told before still waits for whose it was: with a way or a day of its own
    it is another activity, and takes nothing from that one."""
    waiting = [int(f.entry) for f in reply.dialogue.shared if f.entry.isdecimal()]
    of_its_own = {f.name.partition(".")[2] for f in told} & _OF_ITS_OWN
    if not waiting or not of_its_own:
        return list(told)
    return [replace(f, entry=str(int(f.entry) + max(waiting))) if f.entry.isdecimal() else f for f in told]


_OF_ITS_OWN = frozenset(["method", "date"])


def whose(reply: Reply, steps: Sequence[str], beside: Sequence[Understood] = ()) -> None:
    """Whose it was: what waited for that is of these steps, and is read back with what is told `beside` it."""
    more = _beside_shared(reply, [f for f in beside if f.name.partition(".")[0] in steps])
    told = [replace(f, name=f"{step}.{f.name.partition('.')[2]}") for step in steps for f in reply.dialogue.shared]
    known = [u for u in told if (of := reply.step_of(u.name)) is not None and _is_told_of(of, u.name)]
    for fact in reply.dialogue.shared:
        forget_put(reply, f"{fact.name.partition('.')[0]}.group")
    reply.set(shared=(), asked="")
    hear(reply, [*known, *more])


def _is_told_of(step: Step, name: str) -> bool:
    """Whether the step has such a fact."""
    return step.has_entries(name) or any(q.key == name for q in step.questions)


def _of_what_is_changed(reply: Reply, told: Understood) -> Understood:
    """The answer to a question put again so that its answer is changed is of the entry that it was put of."""
    if reply.dialogue.confirming != CORRECTING or reply.dialogue.asked != told.name or reply.dialogue.heard:
        return told
    step = step_of(reply, told.name)
    return replace(told, entry=in_hand(reply, step)) if step.has_entries(told.name) else told


def _newest(reply: Reply) -> int:
    """The newest fact that is recorded."""
    return max((f.id for f in reply.context.facts), default=0)


def _in_order(reply: Reply, heard: Iterable[Understood]) -> tuple[Understood, ...]:
    """By step, then by entry, then as the step's questions are in order."""
    order = {name: n for n, name in enumerate(reply.journey.question_by_key)}
    steps = {step.key: n for n, step in enumerate(reply.journey.steps)}

    def rank(understood: Understood) -> tuple[int, int, int]:
        step = reply.step_of(understood.name)
        return (
            steps[step.key] if step else len(steps),
            in_order(understood.entry),
            order.get(understood.name, len(order)),
        )

    return tuple(sorted(heard, key=rank))


def _of_entry(reply: Reply, gap: Open, facts: Sequence[Understood]) -> Open:
    """What is left open, with the entry that the same words tell of."""
    step = reply.step_of(gap.name)
    if step is None or not step.has_entries(gap.name) or gap.entry:
        return gap
    told = [f.entry for f in facts if step.has_entries(f.name)]
    return replace(gap, entry=told[-1] if told else in_hand(reply, step))


def _take_in_hand(reply: Reply, facts: Sequence[Understood]) -> None:
    """What was told of last is what the talk is about."""
    for fact in reversed(facts):
        step = step_of(reply, fact.name)
        if not is_note(reply.journey, fact.name) and step.has_entries(fact.name) and fact.entry != OPEN:
            take_in_hand(reply, step, fact.entry)
            return


def _say_heard(reply: Reply, facts: Sequence[Understood]) -> None:
    """Says what was understood, where something else is asked before it is read back."""
    if lines := said(reply, facts):
        reply.say("heard", facts=one_text(lines).strip())


def _known_already(reply: Reply, gap: Open) -> bool:
    """Left open by these words, and known from earlier ones: there is nothing to ask."""
    step = step_of(reply, gap.name)
    known = facts_about(reply, step, gap.entry) if gap.entry else reply.facts_by_name
    return gap.reason in ("missing", "hope") and gap.name in known


def _is_share_of(reply: Reply, gap: Open, heard: Collection[tuple[str, str]]) -> bool:
    """A share of what is told as a number too: the number is kept, and there is nothing to ask."""
    if gap.reason != "share" or (gap.name, gap.entry) not in heard:
        return False
    leave_out_share(reply, gap)
    return True


def hold_and_ask_on(reply: Reply, facts: Sequence[Understood], asked: str) -> bool:
    """A plain answer to the question put, with another that counts still to come: ask that, read back once."""
    question = reply.question(asked)
    if question is None or reply.dialogue.open or reply.dialogue.shared or reply.dialogue.reading_back:
        return False
    if reply.more_to_come:
        return False
    if [f.name for f in facts] != [asked] or not facts[0].sure:
        return False
    if len({u.entry for u in reply.dialogue.heard if u.entry}) > 1:
        return False  # A line of what was read back is put right: all of it is read back again.
    step = reply.journey.step_of_question[asked]
    entry = facts[0].entry
    following = next_about(reply, step, entry)
    if following is None or entry == OPEN or not _goes_on(step, asked, following):
        return False
    _say_heard(reply, facts)
    ask(reply, following, begin=False)
    return True


def _goes_on(step: Step, asked: str, following: Question) -> bool:
    """Answers that count are gathered first; of one of a list all of it is, and nothing beside it."""
    if step.has_entries(asked) and step.entries is not None and not step.entries.state:
        return step.has_entries(following.key)
    return not following.optional


def go_on(reply: Reply) -> None:
    """Asks whose it was first, and what is open; then reads back what was heard; then goes on with the journey."""
    if reply.more_to_come:
        return
    if reply.dialogue.shared and reply.dialogue.heard and not asks_whose(reply):
        let_go_of_shared(reply)
    while reply.dialogue.open and not may_put(reply, reply.dialogue.open[0].name):
        let_go_of(reply, reply.dialogue.open[0])
    if _asks_whose(reply):
        ask_whose(reply)
    elif reply.dialogue.open:
        ask_open(reply, reply.dialogue.open[0])
    elif reply.dialogue.heard:
        read_back(reply)
    else:
        ask_next(reply)


def _asks_whose(reply: Reply) -> bool:
    """Whether it is asked now whose it was. What was told after that was asked is kept first."""
    asked = reply.journey.shared_of(reply.dialogue.asked) is not None
    return asks_whose(reply) and not (asked and reply.dialogue.heard)


def another(reply: Reply, step: Step) -> None:
    """It was one more: what was read back as a change is of a new entry, and the known one stays."""
    changed = {u.entry for u in reply.dialogue.heard if changed_by(reply, u) is not None}
    number = fresh(reply, step)
    of = [u for u in reply.dialogue.heard if u.entry in changed and step.has_entries(u.name)]
    moved = tuple(replace(u, entry=number) if u in of else u for u in reply.dialogue.heard)
    reply.set(heard=_in_order(reply, moved), asked="")
    take_in_hand(reply, step, number)
    go_on(reply)


def confirm(reply: Reply) -> None:
    """Yes to the read-back: everything heard is recorded; what somebody recorded meanwhile is looked at first."""
    if (again := since_then(reply)) is not None:
        facts, doubts = again
        changed = facts != list(reply.dialogue.heard) and any(changed_by(reply, u) for u in facts)
        reply.set(heard=tuple(facts), known_up_to=_newest(reply), open=tuple(doubts))
        if doubts or changed:
            go_on(reply)
            return
    dialogue = reply.dialogue
    forget(reply)
    reply.set(shared=dialogue.shared)  # Whose that was is asked next.
    record(reply, dialogue.heard, dialogue.heard_words, dialogue.confirming == CORRECTING, dialogue.heard_link)


def deny(reply: Reply) -> None:
    """No to the read-back, with nothing else said: what was heard waits for the right value, and is not recorded. No
    to one change is an answer: it stays."""
    old = next((f for f in (changed_by(reply, u) for u in reply.dialogue.heard) if f is not None), None)
    if old is not None and is_done(step_of(reply, old.name), reply.facts_by_name) and changes_one(reply, old):
        before = say_known(reply, old)
        forget(reply)
        reply.set(asked="")
        reply.say("stays_as_it_was", before=before)
        ask_next(reply)
        return
    first = next((u.name for u in reply.dialogue.heard if reply.question(u.name)), "")
    reply.new_stamp()
    reply.set(reading_back=False, confirming=DENIED, asked=first)
    reply.say(
        "denied_ask_again",
        choices=[
            *_lines_to_change(reply),
            reply.button("leave_out", "do", "forget"),
            reply.button("person", "do", "person"),
        ],
    )


def _lines_to_change(reply: Reply) -> list[Choice]:
    """After a no to several lines, a button for each: what was right beside the wrong one need not be told again."""
    entries = value_of(reply, reply.dialogue.heard, changeable=True).entries
    lines = [line for entry in entries for line in entry.lines]
    if not 1 < len(lines) <= MOST_LINES:
        return []
    return [Choice(f"{line.label}: {line.value}"[:LABEL], line.change) for line in lines]


def ask_instead(reply: Reply, step: Step, entry: str, told: Sequence[Understood]) -> None:
    """One entry of what was read back is not right: what should it be? All of it waits for that."""
    known = next((u for u in told if is_number(u.value)), told[0])
    take_in_hand(reply, step, entry)
    reply.new_stamp()
    reply.set(reading_back=False, confirming=CORRECTING, asked=known.name)
    choices = [reply.button("leave_out", "entry", "out", step.key, entry)]
    reply.say("line_wrong", choices, line=title_for(reply, step, entry, told))


def change_line(reply: Reply, told: Understood) -> None:
    """One line of what was read back is not right: what should it be? All of it waits for that."""
    question, step = reply.journey.question_by_key[told.name], step_of(reply, told.name)
    if step.has_entries(told.name) and told.entry != OPEN:
        take_in_hand(reply, step, told.entry)
    reply.new_stamp()
    reply.set(reading_back=False, confirming=CORRECTING, asked=told.name, group="")
    out = reply.button("leave_out", "line", "out", told.name, told.entry)
    reply.say("line_wrong", [*options_of(reply, question, told.entry), out], line=said(reply, [told])[0])


def offer_lines(reply: Reply) -> None:
    """Each line of what was read back with two buttons: it is kept, or left out. A yes or no in words is heard."""
    reply.new_stamp()
    reply.set(reading_back=True)
    choices: list[Choice] = []
    for step, entry, told in groups_of(reply, reply.dialogue.heard)[: MOST_LINES // 2]:
        line = title_for(reply, step, entry, told) or one_text(said(reply, told)).strip()
        for act, name in (("keep", "button_keep_line"), ("drop", "button_drop_line")):
            label = text_of(reply.journey, name, line=line)[:LABEL]
            choices.append(reply.choice(label, "line", act, told[0].name, told[0].entry))
    reply.say("line_by_line", [*choices, reply.button("person", "do", "person")])


def leave_out(reply: Reply, gone: Callable[[Understood], bool]) -> None:
    """Some of what was read back goes; the rest is read back again."""
    left = tuple(without_orphans(reply.journey, (u for u in reply.dialogue.heard if not gone(u))))
    reply.set(heard=left, asked="", confirming="")
    if not left:
        forget(reply)
        reply.say("not_kept")
    go_on(reply)


def which(reply: Reply, step: Step, entry: str) -> None:
    """Which entry was meant: what waited for that goes there, and is read back."""
    number = fresh(reply, step) if entry == "" else entry
    heard = {key_of(u): u for u in reply.dialogue.heard if not _waits_for(step, u)}
    heard |= {(u.name, number): replace(u, entry=number) for u in reply.dialogue.heard if _waits_for(step, u)}
    left = tuple(
        replace(o, entry=number) if o.entry == OPEN else o
        for o in reply.dialogue.open if o.name != f"{step.key}{WHICH}"
    )  # fmt: skip
    reply.set(heard=_in_order(reply, heard.values()), open=left, asked="")
    take_in_hand(reply, step, number)
    go_on(reply)


def _waits_for(step: Step, understood: Understood) -> bool:
    return understood.entry == OPEN and step.has_entries(understood.name)


def pick(reply: Reply, question: Question, value: str, entry: str = "", word: str = "") -> None:
    """A choice pressed: the person's own word, recorded at once, and said back with what follows. Where it changes
    what is recorded, that is shown first."""
    option = next((o for o in question.options if o.value == value), None)
    kept: Value = value == "true" if question.kind == "flag" else value
    words = word or (option.label if option else value)
    picked = Understood(question.key, kept, True, words, entry)
    waiting = tuple(u for u in reply.dialogue.heard if key_of(u) != key_of(picked))
    step = reply.journey.step_of_question[question.key]
    if waiting or (reply.progress.done(step.key) and changed_by(reply, picked) is not None):
        hear(reply, [picked], words=words, correcting=not waiting)
        return
    forget(reply)
    record(reply, [picked], words)


def tick(reply: Reply, question: Question, value: str, entry: str = "") -> None:
    """One of several choices pressed: gathered, until "that is all"."""
    ticked = (*heard_list(reply, question.key, entry), value)
    others = tuple(u for u in reply.dialogue.heard if key_of(u) != (question.key, entry))
    labels = [o.label for o in question.options if o.value in ticked]
    told = Understood(question.key, tuple(dict.fromkeys(ticked)), True, say_list(labels), entry)
    reply.set(heard=(*others, told), heard_words=say_list(labels), said_by=reply.person.id)
    _say_heard(reply, reply.dialogue.heard[-1:])
    ask(reply, question, begin=False, entry=entry)
