"""Verb groups by grammar, over one table of forms: who did, does, will do, would do or did not do something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from bot.core.language.bags import bag
from bot.core.reader.model import Modality, Tense, Token, VerbGroup
from bot.core.reader.verb_forms import TABLE

Tag = Literal["base", "s", "past", "participle", "ing"]
_TAGS: tuple[Tag, ...] = ("s", "past", "participle", "ing", "participle")


def _read_table(table: str) -> dict[str, tuple[tuple[str, Tag], ...]]:
    forms: dict[str, list[tuple[str, Tag]]] = {}
    for row in table.replace("\n", " ").split(";"):
        lemma, _, rest = row.strip().partition(":")
        if not lemma:
            continue
        forms.setdefault(lemma, []).append((lemma, "base"))
        for form, tag in zip(rest.split(), _TAGS, strict=False):
            if (lemma, tag) not in forms.setdefault(form, []):
                forms[form].append((lemma, tag))
    for form, tag in (("are", "s"), ("am", "s"), ("were", "past"), ("'re", "s")):
        forms.setdefault(form, []).append(("be", tag))
    return {form: tuple(tags) for form, tags in forms.items()}


_FORMS = _read_table(TABLE)
_LEMMAS = {form: tuple(dict.fromkeys(lemma for lemma, _ in tags)) for form, tags in _FORMS.items()}
_FORMS_OF: dict[str, list[str]] = {}
for _form, _lemmas in _LEMMAS.items():
    for _lemma in _lemmas:
        _FORMS_OF.setdefault(_lemma, []).append(_form)
_SETS: dict[str, frozenset[Tag]] = {form: frozenset(tag for _, tag in tags) for form, tags in _FORMS.items()}
_NO_TAGS: frozenset[Tag] = frozenset()
_HELPERS = frozenset(["be", "have", "do", "get"])
_MODALS: dict[str, tuple[Tense, Modality]] = {
    "will": ("future", "plan"), "shall": ("future", "plan"), "would": ("future", "unreal"),
    "could": ("future", "unreal"), "should": ("future", "must"), "might": ("future", "may"),
    "may": ("future", "may"), "must": ("future", "must"), "can": ("future", "may"),
}  # fmt: skip
_BETWEEN = bag(
    """
    only just now already also finally formally then really not never all since actually still recently probably
    definitely duly even both always soon later officially unanimously broadly simply merely eventually
    ultimately yet ever n't sort kind of fully quickly basically literally nearly almost
    """
)
_DENIALS = bag(
    """
    not never nobody nothing none neither nor hardly barely without no
    """
)
_TO: dict[str, Modality] = {
    "going": "plan", "plan": "plan", "planning": "plan", "planned": "plan", "plans": "plan", "intend": "plan",
    "intending": "plan", "due": "plan", "set": "plan", "about": "plan", "booked": "plan", "scheduled": "plan",
    "down": "plan", "is": "plan", "are": "plan", "arranged": "plan", "decided": "plan",
    "want": "hope", "wants": "hope", "wanted": "hope", "hope": "hope", "hoping": "hope", "hopes": "hope",
    "hoped": "hope", "like": "hope", "love": "hope", "wish": "hope", "need": "must", "needs": "must",
    "have": "must", "has": "must", "had": "must", "ought": "must", "meant": "hope", "supposed": "hope",
    "trying": "hope", "try": "hope", "looking": "hope", "aim": "hope", "aiming": "hope", "expect": "hope",
    "expecting": "hope", "keen": "hope", "tempted": "hope", "meaning": "hope", "proposed": "hope",
    "yet": "yet", "failed": "yet", "were": "unreal", "was": "unreal", "got": "must", "still": "yet",
}  # fmt: skip
_AGREED_TO = frozenset(["agreed", "resolved", "voted", "decided", "happy", "content", "chose", "agree"])
"""What follows "to" behind these was done by them: "agreed to adopt"."""
_CONNECTORS = _BETWEEN | bag(
    """
    and but then so plus or where when which also yes no ok right well
    """
)
_DECIDED = frozenset(["decision", "resolution", "outcome", "upshot", "motion", "did", "agreement"])
_FAR = 6
"""Words between what was agreed and that it was: "resolved on 6 March 2027 to adopt"."""
_SUBJECTS = bag(
    """
    we they i it you he she board who that
    """
)


def lemmas_of(form: str) -> tuple[str, ...]:
    """The verbs that a word may be a form of."""
    return _LEMMAS.get(form, ())


def forms_of(lemma: str) -> Sequence[str]:
    """Every form of a verb."""
    return _FORMS_OF.get(lemma, ())


def all_forms() -> Iterable[str]:
    """Every form in the table."""
    return _FORMS.keys()


def tags_of(form: str) -> tuple[tuple[str, Tag], ...]:
    """Verb and form of a word, all that it may be."""
    return _FORMS.get(form, ())


def tag_set(form: str) -> frozenset[Tag]:
    """The forms that a word may be, of whatever verb."""
    return _SETS.get(form, _NO_TAGS)


def is_verb(form: str) -> bool:
    return form in _FORMS or form in _MODALS


_STATES = frozenset({"open"})
_BEFORE_STATE = bag("is are was were be been still now remains stays")


def is_state(tokens: Sequence[Token], place: int) -> bool:
    """ "Is still open": how something is, and nothing that somebody does."""
    before = tokens[place - 1].text if place else ""
    return tokens[place].text in _STATES and before in _BEFORE_STATE


def group_at(tokens: Sequence[Token], head: int, first: int = 0) -> VerbGroup:
    """The verb group whose verb stands at `head`; looks back no further than `first`."""
    tags = tags_of(tokens[head].text)
    lemma = tags[0][0] if tags else tokens[head].text
    names = {tag for _, tag in tags}
    start, denied, chain = _helpers(tokens, head, first)
    if not chain:
        return _without_helpers(tokens, head, first, lemma, names, denied)
    return _with_helpers(tokens, head, start, lemma, names, denied, chain)


def _helpers(tokens: Sequence[Token], head: int, first: int) -> tuple[int, bool, list[int]]:
    """Where the group begins, whether it is denied, and the places of its helpers, last first."""
    chain: list[int] = []
    denied, at, subject = False, head - 1, False
    while at >= first:
        text = tokens[at].text
        if tokens[at].kind == "name":
            break
        if tokens[at + 1].gap.strip(" -,") or ("," in tokens[at + 1].gap and not chain):
            break
        if text in _BETWEEN or text in _DENIALS:
            denied = denied or text in _DENIALS
        elif text in _MODALS or text == "to" or any(lemma in _HELPERS for lemma in lemmas_of(text)):
            chain.append(at)
            if text == "to":
                at -= 1
                while at >= first and tokens[at].text in _BETWEEN and tokens[at].text not in _TO:
                    denied = denied or tokens[at].text in _DENIALS
                    at -= 1
                if at >= first and tokens[at].text in _TO:
                    chain.append(at)
                else:
                    at += 1
                    break
        elif text in _SUBJECTS and not subject and at > first and not chain:
            subject = True  # "have they approved it", "did the board …": a question turned round
            if not (tokens[at - 1].text in _MODALS or lemmas_of(tokens[at - 1].text)[:1] in (("do",), ("have",))):
                break
        else:
            break
        at -= 1
    begin = min(chain) if chain else at + 1
    return begin, denied, chain


def _without_helpers(
    tokens: Sequence[Token], head: int, first: int, lemma: str, names: set[Tag], denied: bool
) -> VerbGroup:
    tense: Tense = "none"
    if names & {"past", "participle"} and not ({"base"} & names and _is_present(tokens, head, first)):
        tense = "past"
    elif "s" in names or ("base" in names and _is_present(tokens, head, first)):
        tense = "present"
    bare = tense != "present" and all(tokens[p].text in _CONNECTORS for p in range(first, head))
    return VerbGroup(head, head, lemma, tense, "", False, denied, "", False, bare)


def _is_present(tokens: Sequence[Token], head: int, first: int) -> bool:
    before = tokens[head - 1].text if head > first else ""
    return before in ("you", "to", "please") or (
        before in _SUBJECTS and not {"past"} & {t for _, t in tags_of(tokens[head].text)}
    )


def _with_helpers(
    tokens: Sequence[Token], head: int, start: int, lemma: str, names: set[Tag], denied: bool, chain: list[int]
) -> VerbGroup:
    texts = [tokens[i].text for i in chain]
    near = texts[0]
    helper = (lemmas_of(near) or ("",))[0]
    modal = next((t for t in texts if t in _MODALS), "")
    if "to" in texts:
        return _infinitive(tokens, head, start, lemma, denied, texts)
    tense: Tense = "none"
    modality: Modality = ""
    if modal:
        tense, modality = _MODALS[modal]
        if "have" in texts and modality != "plan":
            modality = "unreal"
        if modal == "should" and helper == "be" and "ing" in names:
            modality = "plan"
        return VerbGroup(start, head, lemma, tense, "", helper == "be" and "participle" in names, denied, modality)
    if lemma == "get" and near in ("has", "have") and len(chain) == 1:
        return VerbGroup(start, head, "have", "present", "", False, denied)
    if near in ("has", "have", "had", "having") and (
        names & {"participle", "past"} or have_done(tokens, chain[0], head)
    ):
        return VerbGroup(start, head, lemma, "past", "perfect", False, denied)
    if helper == "be":
        if "ing" in names:
            past = near in ("was", "were") or (near == "been" and "had" in texts)
            return VerbGroup(start, head, lemma, "past" if past else "present", "progressive", False, denied)
        if near == "be" and any(tokens[p].text in _AGREED_TO for p in range(max(start - 10, 0), start)):
            return VerbGroup(start, head, lemma, "past", "", True, denied)  # "resolved that it be approved"
        if near == "be" and "participle" in names:
            return VerbGroup(start, head, lemma, "future", "", True, denied, "plan")  # "asked that it be "
            "brought back"
        if near == "being":
            return VerbGroup(start, head, lemma, "present", "progressive", True, denied)
        perfect = near == "been" or near in ("is", "are", "am")
        tense = "past" if near in ("was", "were", "been") or "participle" in names else "present"
        return VerbGroup(start, head, lemma, tense, "perfect" if perfect else "", True, denied)
    if near in ("do", "does"):
        return VerbGroup(start, head, lemma, "past" if near == "do" and denied else "present", "", False, denied)
    if near == "did":
        return VerbGroup(start, head, lemma, "past", "", False, denied)
    if helper == "get" and "participle" in names:
        tags = tag_set(near)
        return VerbGroup(start, head, lemma, "past" if "past" in tags else "present", "", True, denied)
    return VerbGroup(
        head, head, lemma, "past" if names & {"past", "participle"} else "none", "", False, denied, "", False, True
    )


_NO_NOUNS = bag(
    """
    agree approve adopt accept ratify endorse consult finish go come take give send hold publish receive decide
    discuss consider reject refuse defer postpone invite attend speak complete ask happen
    """
)


def have_done(tokens: Sequence[Token], helper: int, head: int) -> bool:
    """ "The trustees has ratify it", "we have speak with 52": the base form where a participle is meant."""
    near = all(tokens[p].text in _BETWEEN | _DENIALS for p in range(helper + 1, head))
    return near and tokens[helper].text in ("have", "has", "had") and tokens[head].text in _NO_NOUNS


def _infinitive(
    tokens: Sequence[Token], head: int, start: int, lemma: str, denied: bool, texts: list[str]
) -> VerbGroup:
    after = texts[texts.index("to") + 1 :]
    governor = after[0] if after else ""
    before = tokens[start - 1].text if start else ""
    agreed = [p for p in range(max(start - _FAR, 0), start) if tokens[p].text in _AGREED_TO]
    if not governor and (before in _AGREED_TO or agreed):
        return VerbGroup(start - 1, head, lemma, "past", "", False, denied)
    if governor in ("was", "were") and any(tokens[p].text in _DECIDED for p in range(max(start - _FAR, 0), start)):
        return VerbGroup(start, head, lemma, "past", "", False, denied)  # "the decision was to adopt"
    modality = _TO.get(governor, "")
    if governor in ("is", "are", "was", "were") and len(after) > 1:
        modality = "plan"
    tense: Tense = "future" if modality in ("plan", "") else "none"
    return VerbGroup(
        start, head, lemma, tense, "", False, denied or modality == "yet", modality or "plan", not governor
    )
