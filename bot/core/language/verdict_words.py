"""The words of a verdict on what was read back: what is right, what is wrong, what goes, and which line is meant.

Patterns for `verdict.py`; each is matched where a clause begins. `REF` stands for words that name a line.
"""

from __future__ import annotations

import re

END = r"(?=\s*(?:$|[^\w\s'’-]|-(?=\s|$)|\b(?:and|but|so|though|although|except|apart|because|as|please|pls|thanks|thank|cheers|ta)\b))"
"""Where a clause may end."""
_GOOD = (
    r"(?:right|correct|fine|good|ok|okay|perfect|spot on|accurate|true|great|lovely|brilliant|grand|alright|all right"
    r"|as it should be|yes|yep|approved by me)"
)
_SO_FAR = (
    r"(?:\s+(?:as far as (?:it|that|they) goe?s?|so far|to me|by me|with me|for me|enough|now|then|mate|m8|indeed"
    r"|as (?:it|they) (?:is|are|stands?)))*"
)
_IT = r"(?:it|that|this|them|these|those|both|all|the lot|the (?:two|three|four)|everything)"
_ALL_OF = rf"(?:(?:both|all|any|all (?:two|three|four))(?: of)? (?:it|that|this|them|these|those|the lines)|{_IT})"
_SUBJECT = (
    r"(?:that|it|this|they|these|those|both|all|everything|the lot|all (?:two|three|four)|(?:both|all) of (?:it|that"
    r"|this|them|these|those)|that one|(?:the |both |all )(?:two |three |four )?lines?|the (?:two|three|four)"
    r"(?: of them| ones)?|your (?:summary|version|note))"
)
_IS = r"\s+(?:is|are|was|were|looks?|sounds?|seems?|reads?)"
_BE = rf"(?:\s*['’]?(?:s|re)\b|{_IS})"
_REF_BE = rf"(?:['’]s\b|{_IS})"
_QUITE = r"(?:\s+(?:all|both|quite|exactly|just|absolutely|pretty|totally|still|about))*"
_NOT = r"(?:\s*n['’]?t\b|\s+not)(?:\s+(?:quite|all|entirely|at all|really))?"
_ADVERB = r"(?:(?:please|pls|just|do|so|you (?:can|may|could)|can you|could you|then|now|i(?:'d| would) say|go ahead and)\s+)*"
_SAVE = r"(?:save|keep|record|log|store)"
_THROW = r"(?:drop|scrap|bin|ditch|forget|discard|delete|ignore|lose|cancel|remove|strike|get rid of)"

FRONT = re.compile(
    r"(?:[\s.,;:!?–—•*-]+|(?:and|but|also|though|although|so|then|well|oh|sorry|actually|please|pls"
    r"|because|whatever(?: you (?:say|think|like|want))?|secondly(?=,? (?:yes|no)\b)|thanks(?: for \w+| a lot)?|thank you(?: for \w+)?|cheers|ta|m8|mate|x+)\b"
    r"|[\U0001F300-\U0001FAFF☀-➿️\u200d])+",
    re.IGNORECASE,
)
"""What stands between clauses, or leads to one, and says nothing."""
WEAK = re.compile(r"(?:ok|okay|k|fine|right|good|great|lovely|cool|sure|perfect|super)\b", re.IGNORECASE)
"""These agree where nothing but a verdict stands beside them."""
BARE_YES = re.compile(
    r"(?:yes|yep|yeah|yup|yea|yeh|yh|ye|aye|y)\b(?!\s*\?)(?!\s+(?:and|or) no\b)"
    r"(?:\s+(?:to|for)\s+(?:all|both|everything|it|that)(?: of)?(?: (?:that|it|this|those|them|these))?\b)?",
    re.IGNORECASE,
)
BARE_NO = re.compile(
    rf"(?:no+|nope|nah|na)\b(?!\s*\?)(?:{END}|(?=\s+(?:i|it|its|that|thats|this|these|the|we|they|she|he|you|don'?t"
    r"|do not|dont|leave|drop|scrap|neither|none|wrong|not)\b))",
    re.IGNORECASE,
)
MARK_YES = re.compile(r"[\s👍✅✔☑👌🏻🏼🏽🏾🏿️]+")
RIGHT = re.compile(
    rf"(?:{_SUBJECT}{_BE}?{_QUITE}\s+{_GOOD}|{_SUBJECT}{_BE}{_QUITE}\s+(?:it|the (?:one|lot)|the right \w+)"
    rf"|(?:looks?|sounds?|all|both){_QUITE} {_GOOD}|(?:that|it)(?:['’]?ll| will) do|works for me"
    rf"|fine (?:by|with|for) me|(?:i(?:['’]?m| am) )?happy with (?:{_ALL_OF})|i agree|agreed|i confirm|confirmed"
    rf"|go ahead|(?:please )?do (?:it|that|so)|correct|spot on|exactly|no changes|nothing to change){_SO_FAR}{END}",
    re.IGNORECASE,
)
SAVE = re.compile(
    rf"{_ADVERB}{_SAVE}(?:\s+{_ALL_OF})?(?:\s+(?:as it is|all))?(?: down)?{_SO_FAR}{END}", re.IGNORECASE
)
"""That all of it is to be kept."""
SAVE_LATE = re.compile(
    rf"(?:(?:yes|yep|yeah|aye)\b[\s,.]*)?{_ADVERB}{_SAVE}\s+{_ALL_OF}{END}"
    rf"|the (?:two |three |four )?lines (?:are|were){_QUITE} {_GOOD}{END}",
    re.IGNORECASE,
)
"""The same behind other words: only said outright."""
WRONG = re.compile(
    rf"(?:{_SUBJECT}{_BE}?{_NOT}\s+{_GOOD}|{_SUBJECT}{_BE}{_QUITE}\s+(?:wrong|incorrect|false|untrue|a mistake)"
    rf"|neither(?: of (?:them|those|these))?(?: is| are) {_GOOD}|all wrong|both wrong|wrong|incorrect|not (?:quite |at all )?(?:right|correct)"
    rf"|not true){END}",
    re.IGNORECASE,
)
_NOTHING_KEPT = (
    rf"(?:please |just )*(?:don['’]?t|do not|no need to|never)(?: please)?(?: bother to)? (?:{_SAVE}|put|add)"
    rf"(?: down)?(?: {_ALL_OF}| anything| any)?(?: then| now| down| in)?"
)
DISCARD_LATE = re.compile(rf"{_NOTHING_KEPT}{END}", re.IGNORECASE)
DISCARD = re.compile(
    rf"(?:{_NOTHING_KEPT}|{_ADVERB}leave {_ALL_OF} (?:out|off)(?: of it)?"
    rf"|{_ADVERB}(?:throw|chuck) {_ALL_OF} (?:away|out)|{_ADVERB}(?:throw|chuck) (?:away|out) {_ALL_OF}"
    r"|(?:please |just )*(?:drop|scrap|bin|ditch|forget|discard|ignore|lose|cancel)"
    rf" (?:{_ALL_OF}|the whole (?:thing|lot))|(?:save|keep|record) (?:nothing|none)(?: of (?:it|that|this|them|these|those))?"
    r"|nothing of (?:it|that|this|these|them)(?: is)?(?: to be)?(?: saved| kept| recorded)?"
    r"|(?:none|neither|nothing)(?: of (?:them|it|that|this|those|these|the (?:two|three|four|above)))?)(?: then| now)?"
    rf"{END}",
    re.IGNORECASE,
)
"""That nothing of it is to be kept."""
IT_GOES = re.compile(
    rf"{_ADVERB}(?:(?:take|leave|strike|cross) (?:it|that|this|them|those|that one|that bit) (?:out|off|away)"
    rf"|{_THROW} (?:it|that|this|them|those|that one|that bit)){END}",
    re.IGNORECASE,
)
"""That what was just named goes; or all of it, where nothing was."""
CHANGE_IT = re.compile(
    rf"{_ADVERB}(?:change|update|amend|replace) (?:it|that|this)(?: then| now)?{END}", re.IGNORECASE
)
STAYS = re.compile(
    r"(?:(?:please |just )*(?:leave|keep) (?:it|that|this) (?:as (?:it (?:is|was)|is|was)|the (?:same|way it (?:is|was))|alone)"
    r"|(?:it|that) stays(?: as it (?:is|was)| the same)?|(?:please )?(?:don['’]?t|do not) (?:change|update|replace) (?:it|that|this|anything)"
    rf"|(?:please )?(?:keep|leave) the (?:old|first|original|recorded) (?:one|value|number|date)?|no change){END}",
    re.IGNORECASE,
)
"""Asked whether something recorded is to be changed: that it is not."""
KEEP_IT = re.compile(rf"{_ADVERB}keep (?:it|that|this){END}", re.IGNORECASE)
OF_WHAT_IS_ASKED = re.compile(r"\W*(?:none|neither|nothing|no)\b", re.IGNORECASE)
"""While something is asked, these may be the answer to that."""
_MISSED = (
    r"(?:you(?:['’]?ve| have)? (?:left out|missed(?: out)?|dropped|forgotten|forgot|not got|omitted|skipped)"
    r"|(?:it|that|this) (?:leaves out|misses|left out|missed))(?: (?:that|to say(?: that)?|to add(?: that)?"
    r"|the (?:bit|part|fact) (?:about|that)))?\s+"
)
MISSED = re.compile(_MISSED, re.IGNORECASE)
"""In front of what was not read back: that it is missing tells nothing by itself."""

# ---------------------------------------------------------------- of one line

NUMBERS = {
    "first": 1, "1st": 1, "top": 1, "former": 1, "one": 1, "second": 2, "2nd": 2, "two": 2, "third": 3, "3rd": 3,
    "three": 3, "fourth": 4, "4th": 4, "four": 4, "fifth": 5, "5th": 5, "last": -1, "latter": -1, "final": -1,
    "bottom": -1,
}  # fmt: skip
_NTH = r"(?:first|1st|top|former|second|2nd|third|3rd|fourth|4th|fifth|5th|last|latter|final|bottom|[1-9](?!\d))"
_ONE = r"(?:\s+(?:one|line|entry|bit|part|point|item)s?)?"
_NUMBERED = rf"(?:(?:the |my |your )?(?:numbers? |lines? |nos?\.? |item |point |#)?{_NTH}{_ONE})"
_LISTED = rf"{_NUMBERED}(?:\s*(?:,|,?\s*and|&|\+)\s*{_NUMBERED})*"
_FIRST_FEW = rf"(?:the )?(?:first|last) (?:two|three|2|3){_ONE}"
OTHERS = r"(?:(?:all )?(?:the )?(?:rest|others|other ones|remaining ones|remainder|other lines)(?: of (?:it|them))?|everything else)"
NTH = rf"(?:{_FIRST_FEW}|{_LISTED}|the other{_ONE})"
_WORDS = r"(?:[^\s.,;:!?\n]+\s+){0,5}?[^\s.,;:!?\n]+?"
REF = rf"(?P<ref>{OTHERS}|{NTH}|{_WORDS})"
_ONLY_NTH = rf"(?P<ref>{NTH})"
_NEXT = rf"(?:{END}|(?=\s+{NTH}\b))"

ONLY = re.compile(
    rf"(?:{_ADVERB}(?:only|just) {_SAVE} {REF}|{_ADVERB}{_SAVE} (?:only|just) {REF.replace('<ref>', '<ref2>')}"
    rf"|(?:only|just) (?P<ref3>{NTH}|{_WORDS})|(?P<ref4>{NTH}) only){END}",
    re.IGNORECASE,
)
REF_RIGHT = re.compile(
    rf"{REF}(?:{_REF_BE})?:?{_QUITE}\s+{_GOOD}{_NEXT}|{REF.replace('<ref>', '<ref2>')}:\s*(?:yes|ok)\b", re.IGNORECASE
)
REF_WRONG = re.compile(
    rf"{REF}(?:{_REF_BE})?:?{_QUITE}\s+(?:wrong|no|false|incorrect|not (?:quite )?(?:right|correct|true|ours|mine)|a mistake){_NEXT}"
    rf"|{REF.replace('<ref>', '<ref2>')}(?:{_REF_BE})?{_NOT} {_GOOD}{END}",
    re.IGNORECASE,
)
REF_GOES = re.compile(
    rf"{REF} (?:never (?:happened|took place)|did(?:n['’]?t| not) (?:happen|take place)|should (?:not|n['’]?t) be"
    rf" (?:there|in|here)|(?:should|can|must) (?:go|be left out|be dropped|be removed|come out)|goes|out){END}",
    re.IGNORECASE,
)
YES_TO = re.compile(rf"(?:yes|yep|yeah|ok|okay|aye) (?:to|for|on) {REF}{END}", re.IGNORECASE)
NO_TO = re.compile(rf"(?:no|nope|nah) (?:to|for|on) {REF}{END}", re.IGNORECASE)
KEEP = re.compile(rf"{_ADVERB}{_SAVE} {REF}{END}", re.IGNORECASE)
DROP = re.compile(
    rf"(?:{_ADVERB}{_THROW} {REF}|{_ADVERB}(?:leave|take) (?:out|off) {REF.replace('<ref>', '<ref2>')}"
    rf"|{_ADVERB}(?:leave|take|cross|strike) {REF.replace('<ref>', '<ref3>')} (?:out|off|away|empty|blank)"
    rf"|(?:don['’]?t|do not) {_SAVE} {REF.replace('<ref>', '<ref4>')})(?: (?:from|off|of|in) (?:it|that|this|there))?{END}",
    re.IGNORECASE,
)
NOT_REF = re.compile(rf"(?:not|without|minus) {REF}{END}", re.IGNORECASE)
EXCEPT = re.compile(
    rf"(?P<all>(?:(?:all|everything|it all) but|(?:all|everything|it all)(?: good| fine| right| correct)? (?:bar|except(?: for)?|apart from|other than)) )?"
    rf"(?(all)|(?:except(?: for)?|apart from|other than|aside from|save for|bar) ){REF}{END}",
    re.IGNORECASE,
)
INSTEAD = re.compile(
    rf"(?:{_ONLY_NTH} (?P<is>(?:is|was|are|were)|should|needs? to|ought to|has|had)\b\s*"
    rf"|{REF.replace('<ref>', '<ref2>')} (?=should(?: not|n['’]?t)? (?:be|have been|say|read)\b))(?P<what>[^.;!?\n]+)",
    re.IGNORECASE,
)
"""What a line should be."""
THAT_WAS = re.compile(
    r"[\s,:–—-]*(?P<what>(?:that|it|which|this|they)(?:['’]s| was| is| were| should| had)\b[^.;!?\n]+)", re.IGNORECASE
)
"""Behind a line that is not right: what it is."""
BEHIND_COLON = re.compile(r"\s*(?::|–|—|-\s)\s*(?P<what>[^.;!?\n]+)")
RATHER = re.compile(
    r"(?P<what>[^.,;:!?\n]{1,40}?,?\s+(?:not|rather than|instead of)\s+(?P<ref>[^.,;:!?\n]{1,30}))(?=\s*(?:$|[.,;!?\n]))",
    re.IGNORECASE,
)
"""A value in the place of another: "120 not 46"."""
NOT_NAMED = frozenset(
    [
        "me",
        "us",
        "you",
        "him",
        "her",
        "anybody",
        "informed",
        "posted",
        "updated",
        "going",
        "open",
        "until",
        "for",
        "going",
        "on",
        "in",
        "mind",
        "eye",
        "track",
        "copy",
        "it",
        "that",
        "this",
        "them",
        "both",
        "all",
        "nothing",
        "if",
        "when",
        "whether",
        "who",
        "what",
    ]
)
"""Words that stand in no name of a line: "keep us informed", "save it for later"."""
BREAK = re.compile(r"[.,;:!?\n]+\s*|\s+[–—-]+\s+|\s+(?=(?:and|but)\s)", re.IGNORECASE)
"""Where another clause may begin."""
