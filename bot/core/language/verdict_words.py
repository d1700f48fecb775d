"""The words of a verdict on what was read back: what is right, what is wrong, what goes, and which line is meant.

Patterns for `verdict.py`; each is matched where a clause begins. In those of one line, a group named `ref…` holds the
words that name it.
"""

from __future__ import annotations

import re

from bot.core.language.bags import bag


def _any(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


def _pattern(*alternatives: str, end: str = "") -> re.Pattern[str]:
    return re.compile(f"{_any(*alternatives)}{end}", re.IGNORECASE)


_JOINS = _any(
    "and", "but", "so", "though", "although", "however", "except", "apart", "without", "minus", "bar", "because", "as"
)
_COURTESY = _any(
    "please", "pls", r"thanks(?: for \w+| a lot)?", r"thank you(?: for \w+)?", "thank", "cheers", "ta", "m8", "mate",
    "x+",
)  # fmt: skip
END = rf"(?=\s*(?:$|(?![.,:/]\d)[^\w\s'’-]|-(?=\s|$)|{_any(_JOINS, _COURTESY)}\b))"
"""Where a clause may end."""

_NEVER = r"(?:don['’]?t|do not|no need to|never)"
_GOOD = _any(
    "right", "correct", "fine", "good", "ok", "okay", "perfect", "spot on", "accurate", "true", "great", "lovely",
    "brilliant", "grand", "alright", "all right", "as it should be", "yes", "yep",
)  # fmt: skip
_BAD = _any("wrong", "incorrect", "false", "untrue", "a mistake")
_SO_FAR = r"(?:\s+" + _any(
    r"as far as (?:it|that|they) goe?s?", r"as (?:it|they) (?:is|are|stands?)", "so far", "nicely", "to me",
    "by me", "with me",
    "for me", "enough", "now", "then", "mate", "m8", "indeed",
) + ")*"  # fmt: skip
_PRONOUN = _any("it", "that(?: one)?", "this(?: one)?", "them", "these", "those")
_HOW_MANY = _any("two", "three", "four")
_ALL_OF = _any(
    rf"(?:both|any|all(?: {_HOW_MANY})?)(?: of)? (?:{_PRONOUN}|(?:the )?lines)", _PRONOUN, "both", "all", "the lot",
    rf"the {_HOW_MANY}", "everything",
)  # fmt: skip
"""All that was read back, as what is done something with."""
_SUBJECT = _any(
    rf"(?:both|all) of {_PRONOUN}", rf"all {_HOW_MANY}", rf"(?:the |both |all )?(?:{_HOW_MANY} )?lines?", "that one",
    rf"the {_HOW_MANY}(?: of them| ones)?", "your (?:summary|version|note)", "everything", "the lot", "they", "both",
    "all", _PRONOUN,
)  # fmt: skip
"""All that was read back, as what is right or wrong."""
_IS = r"\s+(?:is|are|was|were|looks?|sounds?|seems?|reads?)"
_BE = rf"(?:\s*['’]?(?:s|re)\b|{_IS})"
_REF_BE = rf"(?:['’]s\b|{_IS})"
_QUITE = r"(?:\s+(?:all|both|quite|exactly|just|absolutely|pretty|totally|still|about))*"
_NOT = r"(?:\s*n['’]?t\b|\s+not)(?:\s+(?:quite|all|entirely|at all|really))?"
_ASKED = r"(?:" + _any(
    "please", "pls", "just", "do", "so", "you (?:can|may|could)", "can you", "could you", "then", "now",
    "i(?:'d| would) say", "go ahead and",
) + r"\s+)*"  # fmt: skip
_SAVE = r"(?:save|keep|record|log|store)"
_THROW = r"(?:drop|scrap|bin|ditch|forget|discard|delete|ignore|lose|cancel|remove|strike|get rid of)"
_THROW_ALL = r"(?:drop|scrap|bin|ditch|forget|discard|ignore|lose|cancel)"
_OUT = r"(?:out|off|away)"

# ---------------------------------------------------------------- between clauses

_LEADS = _any(
    "and", "but", "also", "though", "although", "however", "so", "then", "well", "oh", "sorry", "actually", "because",
    r"secondly(?=,? (?:yes|no)\b)", "whatever(?: you (?:say|think|like|want))?", _COURTESY,
)  # fmt: skip
FRONT = re.compile(
    rf"(?:[\s.,;:!?–—•*-]+|{_LEADS}\b|[\U0001F300-\U0001FAFF\u2600-\u27bf\ufe0f\u200d])+", re.IGNORECASE
)
"""What stands between clauses, or leads to one, and says nothing."""
BREAK = re.compile(r"[.,;:!?\n]+\s*|\s+[–—-]+\s+|\s+(?=(?:and|but)\s)", re.IGNORECASE)
"""Where another clause may begin."""
MISSED = re.compile(
    _any(
        r"you(?:['’]?ve| have)? (?:left out|missed(?: out)?|dropped|forgotten|forgot|not got|omitted|skipped)",
        r"(?:it|that|this) (?:leaves out|misses|left out|missed)",
    )
    + r"(?: (?:that|to say(?: that)?|to add(?: that)?|the (?:bit|part|fact) (?:about|that)))?\s+",
    re.IGNORECASE,
)
"""In front of what was not read back: that it is missing tells nothing by itself."""

# ---------------------------------------------------------------- of all that was read back

MARK_YES = re.compile(r"[\s👍✅✔☑👌\U0001F3FB-\U0001F3FF\ufe0f]+")
WEAK = _pattern(
    "ok",
    "okay",
    "k",
    "fine",
    "right",
    "good",
    "great",
    "grand",
    "lovely",
    "nice",
    "cool",
    "sure",
    "perfect",
    "super",
    end=r"\b",
)
"""These agree where nothing but a verdict stands beside them."""
BARE_YES = re.compile(
    r"(?:yes|yep|yeah|yup|yea|yeh|yh|ye|aye|y)\b(?!\s*\?)(?!\s+(?:and|or) no\b)"
    rf"(?:\s+(?:to|for)\s+(?:all|both|everything|it|that)(?: of)?(?: {_PRONOUN})?\b)?",
    re.IGNORECASE,
)
_NO_GOES_ON = _any(
    "i", "it", "its", "that", "thats", "this", "these", "the", "we", "they", "she", "he", "you", "don'?t", "do not",
    "leave", "drop", "scrap", "bin", "ditch", "forget", "delete", "neither", "none", "wrong", "not",
)  # fmt: skip
BARE_NO = re.compile(rf"(?:no+|nope|nah|na)\b(?!\s*\?)(?:{END}|(?=\s+{_NO_GOES_ON}\b))", re.IGNORECASE)
"""No by itself: "no idea" and "no worries" are none."""
RIGHT = _pattern(
    rf"{_SUBJECT}{_BE}?{_QUITE}\s+{_GOOD}",
    rf"{_SUBJECT}{_BE}{_QUITE}\s+(?:it|the (?:one|lot)|the right \w+)",
    rf"(?:looks?|sounds?|all|both){_QUITE} {_GOOD}",
    r"(?:that|it)(?:['’]?ll| will) do", "works for me", "(?:fine|ok|okay|good) (?:by|with|for) me",
    rf"(?:i(?:['’]?m| am) )?happy with {_ALL_OF}", rf"i agree(?: with {_PRONOUN})?", "agreed",
    rf"i confirm(?: {_PRONOUN})?", "confirmed",
    "(?:the )?(?:right|correct) (?:date|day|number|figure|body|meeting|minute|ones?)",
    "go (?:ahead|on|for it)", "(?:please )?do (?:it|that|so)", "correct(?: both| all)?",
    "spot on", "exactly", "no changes",
    "nothing to change",
    end=_SO_FAR + END,
)  # fmt: skip
SAVE = _pattern(
    rf"{_ASKED}(?:stick|put|pop|get) {_PRONOUN} (?:in|down|on(?: the)? record|saved)",
    rf"{_ASKED}{_SAVE}(?:\s+{_ALL_OF})?(?:\s+(?:as it is|all))?(?: down)?",
    end=_SO_FAR + END,
)
"""That all of it is to be kept."""
SAVE_LATE = _pattern(
    rf"(?:(?:yes|yep|yeah|aye)\b[\s,.]*)?{_ASKED}{_SAVE}\s+{_ALL_OF}",
    rf"the (?:{_HOW_MANY} )?lines (?:are|were){_QUITE} {_GOOD}",
    r"(?:please )?save(?=\W*$)",
    end=END,
)
"""The same behind other words: only said outright."""
WRONG = _pattern(
    rf"{_SUBJECT}{_BE}?{_NOT}\s+{_GOOD}", rf"{_SUBJECT}{_BE}{_QUITE}\s+{_BAD}",
    rf"neither(?: of (?:them|those|these))?(?: is| are) {_GOOD}", "(?:(?:all|both) )?wrong", "incorrect", "not true",
    "not (?:quite |at all )?(?:right|correct)",
    end=END,
)  # fmt: skip
_NOTHING_KEPT = (
    rf"(?:please |just )*{_NEVER}(?: please)?(?: bother to)? (?:{_SAVE}|put|add)(?: down)?"
    rf"(?: {_ALL_OF}| anything| any)?(?: then| now| down| in)?"
)
DISCARD_LATE = _pattern(_NOTHING_KEPT, end=END)
DISCARD = _pattern(
    _NOTHING_KEPT,
    rf"(?:i|we)(?:['’]d| would)? (?:{_NEVER} (?:want|wish|need)|rather not have)(?: to have)? {_ALL_OF}"
    "(?: to be)? (?:saved|kept|recorded|noted|logged|stored)",
    rf"(?:i(?:['’]d| would) )?(?:rather|prefer) (?:that )?(?:you|we) (?:did|do)(?: not|n['’]?t) {_SAVE} {_ALL_OF}",
    rf"(?:better not|i(?:['’]d| would) rather not)(?: {_SAVE} {_ALL_OF})?",
    rf"{_ASKED}leave {_ALL_OF} (?:out|off)(?: of it)?",
    rf"{_ASKED}(?:throw|chuck) {_ALL_OF} (?:away|out)",
    rf"{_ASKED}(?:throw|chuck) (?:away|out) {_ALL_OF}",
    rf"(?:please |just )*{_THROW_ALL} (?:{_ALL_OF}|the whole (?:thing|lot))",
    rf"(?:save|keep|record) (?:nothing|none)(?: of {_PRONOUN})?",
    rf"nothing of {_PRONOUN}(?: is)?(?: to be)?(?: saved| kept| recorded)?",
    rf"(?:none|neither|nothing)(?: of (?:{_PRONOUN}|the (?:{_HOW_MANY}|above)))?",
    end=rf"(?: then| now)?{END}",
)
"""That nothing of it is to be kept."""
OF_WHAT_IS_ASKED = re.compile(rf"\W*(?:no\W+)?(?:none|neither|nothing|no)(?: of {_PRONOUN})?\W*", re.IGNORECASE)
"""While a question is open, these may be the answer to that."""
_IT_ALONE = rf"(?:{_PRONOUN}|that one|that bit)"
IT_GOES = _pattern(
    rf"{_ASKED}(?:take|leave|strike|cross) {_IT_ALONE} {_OUT}", rf"{_ASKED}{_THROW} {_IT_ALONE}", end=END
)
"""That what was just named goes; or all of it, where nothing was."""

# ---------------------------------------------------------------- of something recorded that would change

CHANGE_IT = _pattern(rf"{_ASKED}(?:change|update|amend|replace) (?:it|that|this)(?: then| now)?", end=END)
_AS_IT_WAS = r"(?:as (?:it (?:is|was)|is|was)|the (?:same|way it (?:is|was))|alone)"
STAYS = _pattern(
    rf"(?:please |just )*(?:leave|keep) (?:it|that|this) {_AS_IT_WAS}",
    "(?:it|that) stays(?: as it (?:is|was)| the same)?",
    r"(?:please )?(?:don['’]?t|do not) (?:change|update|replace) (?:it|that|this|anything)",
    "(?:please )?(?:keep|leave) the (?:old|first|original|recorded) (?:one|value|number|date)?", "no change",
    end=END,
)  # fmt: skip
"""That it is not changed."""
KEEP_IT = _pattern(rf"{_ASKED}keep (?:it|that|this)", end=END)
"""The old, or the new?"""

# ---------------------------------------------------------------- of one line

NUMBERS = {
    "first": 1, "1st": 1, "top": 1, "former": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "last": -1, "latter": -1, "final": -1, "bottom": -1,
}  # fmt: skip
FEW = {"two": 2, "2": 2, "three": 3, "3": 3}
_NTH = _any(*NUMBERS, r"[1-9](?!\d)")
_ONE = r"(?:\s+(?:one|line|entry|point|item)s?(?! (?:of|bit|part)\b))?(?!\s+(?:bit|part|thing|message)\b)"
_NUMBERED = rf"(?:(?:the |my |your )?(?:numbers? |lines? |nos?\.? |item |point |#)?{_NTH}{_ONE})"
NTH = _any(
    rf"(?:the )?(?:first|last) (?:two|three|2|3){_ONE}",
    rf"{_NUMBERED}(?:\s*(?:,|,?\s*and|&|\+)\s*{_NUMBERED})*",
    rf"the other{_ONE}",
)
"""Lines by their number."""
OTHERS = _any(
    "(?:all )?(?:the )?(?:rest|others|other ones|remaining ones|remainder|other lines)(?: of (?:it|them))?",
    "everything else",
)
_WORD = r"(?:[^\s.,;:!?\n]|[.,:](?=\d))+"
_WORDS = rf"(?:{_WORD}\s+){{0,5}}?{_WORD}?"
NOT_NAMED = bag(
    """
    me us you him her anybody informed posted updated going open until for on in mind eye track copy it that this them
    both all nothing if when whether who what sure certain yet about enough
    """
)
"""Words that stand in no name of a line: "keep us informed", "save it for later"."""


def _ref(nth: int = 1) -> str:
    """Words that name a line, or the others; a pattern may have several places for them."""
    return rf"(?P<ref{nth}>{OTHERS}|{NTH}|{_WORDS})"


_NEXT = rf"(?:{END}|(?=\s+{NTH}\b))"
ONLY = _pattern(
    rf"{_ASKED}(?:only|just) {_SAVE} {_ref(1)}", rf"{_ASKED}{_SAVE} (?:only|just) {_ref(2)}",
    rf"(?:only|just) {_ref(3)}", rf"(?P<ref4>{NTH}) only",
    end=END,
)  # fmt: skip
KEEP = _pattern(rf"{_ASKED}{_SAVE} {_ref()}", end=END)
DROP = _pattern(
    rf"{_ASKED}{_THROW} {_ref(1)}", rf"{_ASKED}(?:leave|take) (?:out|off) {_ref(2)}",
    rf"{_ASKED}(?:leave|take|cross|strike) {_ref(3)} (?:{_OUT}|empty|blank)",
    rf"{_ASKED}(?:don['’]?t|do not) (?:{_SAVE}|ask (?:me |us )?about) {_ref(4)}",
    end=rf"(?: (?:from|off|of|in) (?:it|that|this|there))?{END}",
)  # fmt: skip
REF_RIGHT = _pattern(rf"{_ref(1)}{_REF_BE}?:?{_QUITE}\s+{_GOOD}{_NEXT}", rf"{_ref(2)}:\s*(?:yes|ok)\b")
REF_WRONG = _pattern(
    rf"{_ref(1)}{_REF_BE}?:?{_QUITE}\s+(?:{_BAD}|no|not (?:quite )?(?:right|correct|true|ours|mine)){_NEXT}",
    rf"{_ref(2)}{_REF_BE}?{_NOT} {_GOOD}{END}",
)
REF_GOES = _pattern(
    rf"{_ref()} "
    + _any(
        "never (?:happened|took place)", r"did(?:n['’]?t| not) (?:happen|take place)", "goes", "out",
        r"should(?: not|n['’]?t) be (?:there|in|here)",
        "(?:should|can|must) (?:go|come out|be (?:left out|dropped|removed))",
    ),
    end=END,
)  # fmt: skip
YES_TO = _pattern(rf"(?:yes|yep|yeah|ok|okay|aye) (?:to|for|on) {_ref()}", end=END)
NO_TO = _pattern(rf"(?:no|nope|nah) (?:to|for|on) {_ref()}", end=END)
NOT_REF = _pattern(rf"(?:not|without|minus) {_ref()}", end=END)
_APART = "(?:bar|except(?: for)?|apart from|other than|aside from|save for)"
EXCEPT = _pattern(
    rf"(?P<all>(?:(?:all|everything|it all) but|(?:all|everything|it all)(?: good| fine| right| correct)? {_APART}) )"
    rf"{_ref(1)}",
    rf"{_APART} {_ref(2)}",
    end=END,
)

# ---------------------------------------------------------------- what a line should be

_TO_THE_STOP = r"(?P<what>[^.;!?\n]+)"
INSTEAD = re.compile(
    rf"(?:(?P<ref1>{NTH}):? (?:(?:it|that) )?(?P<verb>is|was|are|were|should|needs? to|ought to|has|had)\b\s*"
    rf"|{_ref(2)} (?=should(?: not|n['’]?t)? (?:be|have been|say|read)\b)){_TO_THE_STOP}",
    re.IGNORECASE,
)
THAT_WAS = re.compile(
    r"[\s,:–—-]*(?P<what>(?:that|it|which|this|they)(?:['’]s| was| is| were| should| had)\b[^.;!?\n]+)", re.IGNORECASE
)
BEHIND_COLON = re.compile(rf"\s*(?::|–|—|-\s)\s*{_TO_THE_STOP}")
INSTEAD_OF = r",?\s+(?:not|rather than|instead of)\s+"
RATHER = re.compile(
    rf"(?P<what>[^.,;:!?\n]{{1,40}}?{INSTEAD_OF}(?P<ref>[^.,;:!?\n]{{1,30}}))(?=\s*(?:$|[.,;!?\n]))", re.IGNORECASE
)
"""A value in the place of another: "120 not 46"."""
