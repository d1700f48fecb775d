"""Which clauses ask: questions, statements with a question mark, and questions that the speaker answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.core.language.bags import bag
from bot.core.language.dates.reading import following
from bot.core.language.words import Word
from bot.core.understanding.clauses.clause import SUBJECTS, Clause

_SUPPOSING = frozenset(["if", "suppose", "supposing", "say", "imagine", "assuming"])


def find_questions(clauses: list[Clause], words: Sequence[Word], tail: str) -> None:
    """Questions, and statements with a question mark."""
    last_of: dict[int, Clause] = {}
    first_of: dict[int, Clause] = {}
    for clause in clauses:
        last_of[clause.sentence] = clause
        first_of.setdefault(clause.sentence, clause)
    for number, last in last_of.items():
        gap = words[last.end].gap if last.end < len(words) else tail
        marked = "?" in gap
        asking = _opens_question(words, first_of[number].start) or _supposes(
            words, first_of[number].start, last.end, marked
        )
        asking = asking or (marked and _elliptic(words, first_of[number].start))
        asking = asking or _asks_the_bot(words, first_of[number].start, last.end)
        for clause in clauses:
            if clause.sentence != number:
                continue
            own = _opens_question(words, clause.start) and (
                clause.link in (",", "so", "and", "but", "-", "then") or clause.start == first_of[number].start
            )
            if _shown(clause, words) and not marked:
                continue
            if own or (asking and (marked or clause.start == first_of[number].start)):
                clause.question = True
            elif marked and last_of[number] is clause:
                clause.doubted = True
        if marked and not asking and not any(c.question for c in clauses if c.sentence == number):
            for clause in clauses:
                clause.doubted = clause.doubted or clause.sentence == number


def _elliptic(words: Sequence[Word], i: int) -> bool:
    """ "Got a briefing on that?", "any news?"."""
    while i < len(words) - 1 and words[i].text in _LEAD_IN:
        i += 1
    after = words[i + 1].text if i + 1 < len(words) else ""
    return words[i].text in ("any", "anything") or (
        words[i].text == "got" and after in ("a", "any", "anything", "some", "anyone", "anybody")
    )


def _asks_the_bot(words: Sequence[Word], start: int, end: int) -> bool:
    """ "When you say took part do you mean replied", "I wonder how many will come", "is deferred the same as …"."""
    texts = [w.text for w in words[start:end]]
    if any(pair in (("do", "you"), ("did", "you"), ("does", "it"), ("does", "that")) for pair in pairwise(texts)):
        return True
    if texts[:2] == ["i", "wonder"] or "wondering" in texts[:4]:
        return True
    compares = {"same", "mean", "count", "difference"} & set(texts[:8])
    return bool(compares) and texts[0] in ("is", "does", "do", "would", "can")


ASKING_WORDS = frozenset({"what", "who", "where", "which", "how", "whose"})


def _asks_for_something(words: Sequence[Word], i: int) -> bool:
    """ "Got anything on tenant scrutiny", with no question mark."""
    return words[i].text == "got" and i + 1 < len(words) and words[i + 1].text in ("any", "anything")


def _shown(clause: Clause, words: Sequence[Word]) -> bool:
    """ "How we are held to account is explained on https://…" tells where something stands."""
    return bool(clause.urls) and words[clause.start].text == "how" and clause.end - clause.start > 5


def _supposes(words: Sequence[Word], start: int, end: int, marked: bool) -> bool:
    """ "If we survey tenants in March does that leave enough time": a question that begins with its condition."""
    if words[start].text not in _SUPPOSING:
        return False
    asks = any(
        words[i].text in _INVERTING and words[i + 1].text in _AFTER_INVERTED
        for i in range(start, end - 1)
        if words[i].text not in ("have", "had", "was", "were") and words[i - 1].text not in _WITH_A_VERB
    )
    return marked or asks


_WITH_A_VERB = frozenset({*SUBJECTS, "would", "will", "could", "to", "might", "should", "can"})
"""Behind these a "do" or a "have" is the verb of a statement: "if the money comes we'd do a survey"."""
_INVERTING = bag(
    """
    is are am was were do does did has have had can could will would should shall may might must
    """
)
_AFTER_INVERTED = bag(
    """
    we i you they it he she the our there this that anyone anybody someone any a an my these
    those your residents tenants staff colleagues board phase stairs awaab awaabs tsms everyone
    everybody
    """
)
_LEAD_IN = bag(
    """
    and so but ok hi hello hey also please then just quick question right well yes no
    """
)
_GROUPS = frozenset({"tenants", "residents", "customers", "staff", "colleagues", "leaseholders", "people"})


def _opens_question(words: Sequence[Word], i: int) -> bool:
    """True where a question begins: "what …", "do we …", "is it …" (not "is done", not "when we met")."""
    while i < len(words) and words[i].text in _LEAD_IN:
        i += 1
    if i >= len(words):
        return False
    text = words[i].text
    after = words[i + 1].text if i + 1 < len(words) else ""
    if text in ("where", "how", "why") and (after in SUBJECTS or after in _GROUPS):
        return False  # "so where we are is …", "how tenants will oversee them"
    if text == "what" and after in SUBJECTS and _told_as_what(words, i):
        return False
    if text in ("what", "who", "where", "why", "how", "whose", "whom"):
        return True
    if text == "which" or (text == "anything" and after not in ("but", "else")):
        return True
    if text == "when":
        return after in _INVERTING
    if text == "remind" and after in ("me", "us") and following(words, i + 2) in ASKING_WORDS:
        return True
    if _asks_for_something(words, i):
        return True
    if text in ("would", "will", "could", "should", "is", "are") and after.isdecimal():
        return True  # "would 7 tenants be too few"
    if text in _INVERTING:
        if after and _asks_of_somebody(words, i):
            return True
        if text in ("have", "had", "has", "is", "was", "were", "are", "did", "do") and not after:
            return False
        return after in _AFTER_INVERTED and not (
            text in ("did", "had", "have", "was")
            and after in ("the", "it", "a", "our", "that", "some", "this", "an", "these", "those")
            and not _marked_question(words, i)
        )
    return False


def _told_as_what(words: Sequence[Word], i: int) -> bool:
    """ "What we ran with tenants was a focus group"."""
    for place in range(i + 2, min(i + 9, len(words) - 1)):
        if words[place].gap.strip():
            return False
        if words[place].text == "was" and words[place + 1].text not in SUBJECTS:
            return True
    return False


def _asks_of_somebody(words: Sequence[Word], i: int) -> bool:
    """ "Did Priya fill in the residents bit", "has Sam been in touch": a name stands where the subject would."""
    if words[i + 1].text == "not":
        return False
    named = words[i + 1].raw.istitle() and words[i + 1].kind == "word"
    if words[i].text in ("did", "does"):
        return any(w.text in _BARE_VERBS for w in words[i + (1 if named else 2) : i + 5] if w.text != "have")
    return named and words[i].text in ("has", "is", "was") and i + 2 < len(words)


def _marked_question(words: Sequence[Word], i: int) -> bool:
    """ "Did it at team meetings" tells; "did it go to board?" asks: there a bare verb follows the subject."""
    return any(w.text in _BARE_VERBS for w in words[i + 2 : i + 6])


_BARE_VERBS = bag(
    """
    go count get have say approve agree happen need been seen done approved agreed noted adopted had matter change
    mean fill answer tell give send reply finish come record sign adopt note hear publish put make decide confirm
    """
)


def own_questions(clauses: list[Clause]) -> None:
    """ "Tenants been asked yet? Nope": a speaker who answers their own question tells something."""
    alone = Counter(clause.sentence for clause in clauses)
    for asking, reply in pairwise(clauses):
        if alone[reply.sentence] > 1:
            continue
        if reply.sentence == asking.sentence or not (asking.doubted or asking.question):
            continue
        no = reply.has("no_words", "not_yet_words") or reply.negated
        yes = reply.has("yes") and not no
        if reply.end - reply.start > 3 or not (yes or no) or reply.has("outcome", "step", "method"):
            continue
        asking.doubted = asking.question = False
        if no:
            asking.negated, asking.tense = True, "past"
