"""Reads `steps/KEY.yaml`: a step, its questions with all their words, when it is done and when reminded about."""

from __future__ import annotations

from typing import cast, get_args

from bot.content.draft import NO_DAY, Draft
from bot.content.problems import Rule
from bot.content.reading import Node
from bot.core.model.journey import (
    AnswerKind,
    Condition,
    DoneRule,
    EntryKind,
    Group,
    Option,
    OptionWord,
    Question,
    Rhythm,
    Step,
)
from bot.core.record.done_when import DONE_RULES
from bot.core.record.entries import ENTRY_RULES

KINDS: tuple[str, ...] = get_args(AnswerKind)
WITH_OPTIONS = ("choice", "choices")

STEP_KEYS = (
    "title", "short", "things", "gives", "purpose", "owner", "version", "valid_from", "last_checked", "opens_after",
    "optional", "recurs", "begins_with", "ends_with", "summary", "done_when", "rhythm", "entries", "questions",
)  # fmt: skip
QUESTION_KEYS = (
    "key", "kind", "ask", "short", "why", "good", "not_understood", "label", "say", "options", "optional", "only_if",
    "private", "may_wait", "unasked", "each_time", "told_by", "quoted", "at_most", "at_most_unless", "groups",
)  # fmt: skip
OPTION_KEYS = ("value", "label", "say", "line", "behind", "words")
WORD_KEYS = ("word", "label", "forms")
GROUP_KEYS = ("key", "label", "ask", "behind", "yes")
ENTRY_KEYS = (
    "name", "plural", "facts", "named_by", "rule", "state", "held", "ahead", "body", "main", "hands_on", "elsewhere",
    "all_told",
    "more", "several", "together", "about", "by_link",
)  # fmt: skip
RHYTHM_KEYS = (
    "first_after", "every", "times", "then_tell", "before_date", "after_date", "recurs_by", "recurs_from",
    "before_say",
)  # fmt: skip


def read_step(key: str, draft: Draft) -> Step | None:
    """The step `key`, or None when its file gives nothing to go on with."""
    node = draft.read("steps", f"{key}.yaml")
    if node is None or not node.is_map(key):
        return None
    node.known(*STEP_KEYS)
    draft.place(node, "step", key)
    for name in ("owner", "summary", "opens_after", "done_when", "last_checked", "rhythm", "entries"):
        draft.place(node, "step", key, name, key=name)
    return Step(
        key=key,
        title=draft.text(node, "title", kind="title"),
        purpose=draft.text(node, "purpose"),
        owner=node.text("owner"),
        version=node.number("version") if node.need("version") else 1,
        valid_from=node.day("valid_from") or NO_DAY,
        last_checked=node.day("last_checked") or NO_DAY,
        questions=tuple(_questions(node, key, draft)),
        done_when=_done_rule(node),
        opens_after=node.texts("opens_after"),
        optional=node.flag("optional"),
        recurs=node.flag("recurs"),
        short=draft.text(node, "short", "", kind="label"),
        things=node.texts("things"),
        gives="badge" if node.get("gives") and node.choose("gives", ("badge",), "thing to give") else "",
        begins_with=draft.text(node, "begins_with", ""),
        ends_with=draft.text(node, "ends_with", ""),
        summary=draft.text(node, "summary", "", placeholders=None),
        rhythm=_rhythm(node, key, draft),
        entries=_entries(node, key, draft),
    )


def _questions(node: Node, step: str, draft: Draft) -> list[Question]:
    return [_question(item, step, draft) for item in node.list_of("questions") if item.is_map("questions")]


def _question(node: Node, step: str, draft: Draft) -> Question:
    node.known(*QUESTION_KEYS)
    key = node.text("key")
    kind = node.choose("kind", KINDS, "kind of answer")
    if ("question", key) in draft.places:
        file, line = draft.at("question", key)
        other = f"line {line} of {file}"
        node.source.problem(Rule.DUPLICATE_NAME, node.line_of("key"), what="question", name=key, other=other)
    draft.place(node, "question", key)
    for name in ("key", "only_if", "options", "say", "at_most", "good", "not_understood", "ask"):
        draft.place(node, "question", key, name, key=name)
    value = frozenset({"value"})
    options = _options(node, key, draft)
    if kind in WITH_OPTIONS and not options:
        node.source.problem(Rule.KEY_MISSING, node.line, key="options")
    return Question(
        key=key,
        kind=cast("AnswerKind", kind if kind in KINDS else "text"),
        ask=draft.text(node, "ask"),
        why=draft.text(node, "why"),
        good=draft.text(node, "good", ""),
        not_understood=draft.text(node, "not_understood", ""),
        label=draft.text(node, "label", kind="label"),
        short=draft.text(node, "short", "", kind="label"),
        say=draft.text(node, "say", placeholders=value),
        options=options,
        groups=_groups(node, key, draft),
        optional=node.flag("optional"),
        only_if=_conditions(node, "only_if", key, draft),
        private=node.flag("private"),
        may_wait=node.flag("may_wait"),
        unasked=node.flag("unasked"),
        each_time=node.flag("each_time"),
        told_by=node.texts("told_by"),
        quoted=node.flag("quoted"),
        at_most=node.text("at_most", ""),
        at_most_unless=_conditions(node, "at_most_unless", key, draft),
    )


def _options(node: Node, question: str, draft: Draft) -> tuple[Option, ...]:
    options: list[Option] = []
    for item in node.list_of("options"):
        if not item.is_map("options"):
            continue
        item.known(*OPTION_KEYS)
        value = item.text("value")
        draft.place(item, "option", question, value)
        if any(option.value == value for option in options):
            file, line = draft.at("option", question, value)
            item.source.problem(
                Rule.DUPLICATE_NAME, item.line, what="option", name=value, other=f"line {line} of {file}"
            )
        label = draft.text(item, "label", kind="label")
        words = _option_words(item, draft)
        filled = frozenset({"word"}) if words else frozenset()
        say = draft.text(item, "say", "", placeholders=filled)
        stands = draft.text(item, "line", "", placeholders=filled)
        options.append(Option(value, label, say, item.text("behind", ""), words, stands))
    return tuple(options)


def _option_words(node: Node, draft: Draft) -> tuple[OptionWord, ...]:
    found = []
    for item in node.list_of("words"):
        if item.is_map("words"):
            item.known(*WORD_KEYS)
            label = draft.text(item, "label", "", kind="label")
            found.append(OptionWord(draft.text(item, "word"), label, item.texts("forms")))
    return tuple(found)


def _groups(node: Node, question: str, draft: Draft) -> tuple[Group, ...]:
    groups = []
    for item in node.list_of("groups"):
        if item.is_map("groups"):
            item.known(*GROUP_KEYS)
            draft.place(item, "group", question, item.text("key"))
            groups.append(
                Group(
                    key=item.text("key"),
                    label=draft.text(item, "label", kind="label"),
                    ask=draft.text(item, "ask"),
                    behind=item.text("behind", ""),
                    yes=item.flag("yes"),
                )
            )
    return tuple(groups)


def _conditions(node: Node, name: str, question: str, draft: Draft) -> tuple[Condition, ...]:
    conditions = []
    for item in node.list_of(name):
        if item.is_map(name):
            item.known("fact", "values")
            fact = item.text("fact")
            draft.place(item, "question", question, name, fact)
            conditions.append(Condition(fact=fact, values=item.texts("values")))
    return tuple(conditions)


def _done_rule(node: Node) -> DoneRule | None:
    rule = node.get("done_when")
    if rule is None:
        return None
    if not rule.is_map("done_when"):
        return DoneRule("")
    rule.known("rule", "fact", "values")
    name = rule.choose("rule", tuple(DONE_RULES), "rule")
    needs_fact = name in ("one_of", "filled")
    if name == "one_of":
        rule.need("values")
    return DoneRule(rule=name, fact=rule.text("fact", None if needs_fact else ""), values=rule.texts("values"))


def _entries(node: Node, step: str, draft: Draft) -> EntryKind | None:
    entries = node.get("entries")
    if entries is None or not entries.is_map("entries"):
        return None
    entries.known(*ENTRY_KEYS)
    for name in ENTRY_KEYS:
        draft.place(entries, "step", step, "entries", name, key=name)
    return EntryKind(
        name=entries.text("name"),
        plural=entries.text("plural"),
        facts=entries.texts("facts"),
        named_by=entries.texts("named_by"),
        rule=entries.choose("rule", tuple(ENTRY_RULES), "rule"),
        state=entries.text("state", ""),
        held=entries.texts("held"),
        ahead=entries.texts("ahead"),
        body=entries.text("body", ""),
        main=entries.text("main", ""),
        hands_on=entries.texts("hands_on"),
        elsewhere=entries.text("elsewhere", ""),
        all_told=entries.text("all_told", ""),
        more=draft.text(entries, "more", ""),
        several=entries.get("several") is None or entries.flag("several"),
        together=entries.text("together", ""),
        about=entries.text("about", ""),
        by_link=entries.flag("by_link"),
    )


def _rhythm(node: Node, step: str, draft: Draft) -> Rhythm | None:
    rhythm = node.get("rhythm")
    if rhythm is None or not rhythm.is_map("rhythm"):
        return None
    rhythm.known(*RHYTHM_KEYS)
    for name in RHYTHM_KEYS:
        draft.place(rhythm, "step", step, "rhythm", name, key=name)
    usual = Rhythm()
    return Rhythm(
        first_after=rhythm.number("first_after", usual.first_after),
        every=rhythm.number("every", usual.every),
        times=rhythm.number("times", usual.times),
        then_tell=rhythm.text("then_tell"),
        before_date=_days(rhythm, "before_date"),
        after_date=_days(rhythm, "after_date"),
        recurs_by=rhythm.text("recurs_by", ""),
        recurs_from=rhythm.text("recurs_from", ""),
        before_say=draft.text(rhythm, "before_say", ""),
    )


def _days(node: Node, key: str) -> tuple[tuple[str, int], ...]:
    """A block of `fact: days`."""
    block = node.get(key)
    if block is None or not block.is_map(key):
        return ()
    return tuple((fact, block.number(fact)) for fact, _, _ in block.pairs())
