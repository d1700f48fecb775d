"""What somebody answers while a read-back waits for a yes: which of its lines are kept, which go, which are not
right, and what else the words say.

The answer is read clause by clause. What is no verdict is the rest: it is never lost, and never takes the yes in
front of it along. Which line some words name is for the caller to say. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.language import verdict_words as words
from bot.core.language.verdict_lines import lines_numbered

Named = Callable[[str], frozenset[int]]
"""Which parts of a read-back some words name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer says of the parts of a read-back. What is in none of these is not spoken of, and waits."""

    kept: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()
    doubted: Mapping[int, str] = field(default_factory=dict)
    """Not right, with the words that say what it should be, where they do."""
    pointed: frozenset[int] = frozenset()
    """Named by its number, and nothing said of it."""
    rest: str = ""
    """What else the message says, in its own words."""
    adds: bool = False
    """The rest is what somebody misses in what was read back: it takes nothing of a yes back."""


def verdict_on(
    text: str, parts: int, lines: tuple[frozenset[int], ...], named: Named, *, numbered: bool = True,
    changes: bool = False,
) -> Verdict | None:  # fmt: skip
    """Reads an answer to a read-back of so many parts, which stand in these lines where there are several; or to
    whether something recorded is to be changed. None when it says nothing of that."""
    scan = _Scan(text.strip(), frozenset(range(parts)), lines, named, numbered, changes)
    return scan.verdict()


@dataclass(slots=True)
class _Scan:
    text: str
    parts: frozenset[int]
    lines: tuple[frozenset[int], ...]
    named: Named
    with_numbers: bool = True
    """The lines have numbers. Where they have none, nobody knows which one somebody takes for the first."""
    changes: bool = False
    at: int = 0
    base: str = ""
    """What holds for all that no clause names: "keep", "drop", "doubt", or nothing."""
    marks: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Of each part named: what is said of it, and what it should be."""
    others: str = ""
    """What is said of the others."""
    last: frozenset[int] = frozenset()
    """What was named last."""
    torn: bool = False
    """It cannot be told which is meant."""
    blind: bool = False
    """A line is named by its number, and none has one."""
    left: list[tuple[int, int]] = field(default_factory=list)
    """Where the rest stands."""

    def verdict(self) -> Verdict | None:
        if words.MARK_YES.fullmatch(self.text):
            return Verdict(kept=self.parts) if self.text else None
        if (pointed := self._pointed()) is not None:
            return Verdict(pointed=pointed)
        while self._lead() < len(self.text) and not self.blind:
            if not (self._whole() if self.left else self._clause()):
                self._skip()
        return Verdict(pointed=self.parts) if self.blind else self._made()

    def _pointed(self) -> frozenset[int] | None:
        found = re.fullmatch(rf"\W*({words.NTH})\W*", self.text, re.IGNORECASE)
        return self._numbered(found[1]) if found else None

    def _lead(self) -> int:
        found = words.FRONT.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return self.at

    def _skip(self) -> None:
        """What stands here is no verdict."""
        found = words.BREAK.search(self.text, self.at + 1)
        end = found.end() if found is not None else len(self.text)
        self.left.append((self.at, end))
        self.at = end

    # ---- clauses

    def _clause(self) -> bool:
        """One clause of the verdict, from here. False when none begins here."""
        return (
            self._except()
            or self._only()
            or self._of_some(words.YES_TO, "keep")
            or self._of_some(words.NO_TO, "doubt")
            or self._change()
            or self._it_goes()
            or self._all(words.DISCARD, "drop")
            or self._all(words.WRONG, "doubt")
            or self._all(words.RIGHT, "keep")
            or self._all(words.SAVE, "keep")
            or self._of_some(words.DROP, "drop")
            or self._of_some(words.KEEP, "keep")
            or self._of_some(words.REF_GOES, "drop")
            or self._of_some(words.REF_WRONG, "doubt")
            or self._of_some(words.REF_RIGHT, "keep")
            or self._instead()
            or self._rather()
            or self._all(words.BARE_YES, "keep")
            or self._all(words.BARE_NO, "doubt")
            or self._not_this()
            or self._weak()
        )

    def _whole(self) -> bool:
        """Behind other words, only what is said outright of all of it."""
        return self._all(words.DISCARD_LATE, "drop") or self._all(words.SAVE_LATE, "keep")

    @property
    def _said(self) -> bool:
        return bool(self.base or self.marks or self.others)

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The clause, unless it is a question."""
        found = pattern.match(self.text, self.at)
        return None if found is None or self.text[found.end() :].lstrip().startswith("?") else found

    def _all(self, pattern: re.Pattern[str], says: str) -> bool:
        found = self._match(pattern)
        if found is None:
            return False
        if (
            says
            and not (says == "doubt" and self.base == "drop")
            and not (says == "keep" and self.marks and not self.base)
        ):
            self.base = says
        self.at = found.end()
        return True

    def _change(self) -> bool:
        """ "Change it": the button's words, of something recorded or of what was read back. "Keep it" may be the old
        or the new."""
        if not self.changes:
            return self._all(words.CHANGE_IT, "" if self.base == "keep" else "doubt")
        if self._all(words.STAYS, "drop") or self._all(words.CHANGE_IT, "keep"):
            return True
        self.torn = self.torn or self._match(words.KEEP_IT) is not None
        return self._all(words.KEEP_IT, "")

    def _it_goes(self) -> bool:
        """ "Take it out": what was named just before, or else the only line."""
        found = self._match(words.IT_GOES)
        if found is None:
            return False
        if self.last:
            self.marks |= dict.fromkeys(self.last, ("drop", ""))
            self.at = found.end()
            return True
        if len(self.lines) > 1 and words.DISCARD.match(self.text, self.at) is None:
            self.torn = True
        return self._all(words.IT_GOES, "drop")

    def _weak(self) -> bool:
        """ "Ok", "fine": a yes where a yes or nothing else is said."""
        found = self._match(words.WEAK)
        if found is None or not (self._said or self._goes_on(found.end())):
            return False
        self.at = found.end()
        if not self._said and self._lead() == len(self.text):
            self.base = "keep"
        return True

    def _goes_on(self, at: int, *, more: bool = False) -> bool:
        """Whether a verdict stands there; or nothing, unless there has to be more."""
        ahead = _Scan(self.text, self.parts, self.lines, self.named, self.with_numbers, self.changes, at)
        return (ahead._lead() == len(self.text) and not more) or ahead._clause()

    def _only(self) -> bool:
        if not self._of_some(words.ONLY, "keep"):
            return False
        self.others = "drop"
        return True

    def _except(self) -> bool:
        found = self._match(words.EXCEPT)
        if found is None or not (found["all"] or self.base == "keep") or not self._mark(found, "doubt"):
            return False
        name = found["ref1"] or found["ref2"]
        if re.search(r"\d", name) and self._numbered(name) is None:  # "Except its minute 4.3"
            self.marks |= {p: ("doubt", instead or name) for p, (_, instead) in self.marks.items() if p in self.last}
        self.base = "keep"
        return True

    def _not_this(self) -> bool:
        """ "Not the second", beside what is right. By itself it may put something right: "not the board"."""
        found = self._match(words.NOT_REF)
        if found is None or not (self._said or self._goes_on(found.end(), more=True)):
            return False
        return self._mark(found, "drop")

    def _of_some(self, pattern: re.Pattern[str], says: str) -> bool:
        found = self._match(pattern)
        return found is not None and self._mark(found, says)

    def _mark(self, found: re.Match[str], says: str) -> bool:
        """Notes what is said of what is named. False when it names nothing here."""
        name = next(v for k, v in found.groupdict().items() if k.startswith("ref") and v is not None)
        if re.fullmatch(words.OTHERS, name, re.IGNORECASE):
            self.others, self.at = says, found.end()
            return True
        meant = self._meant(name)
        if not meant:
            self.blind = self.blind or self._has_no_number(name)
            return False
        self.at = found.end()
        instead = self._what(meant) if says == "doubt" else ""
        self.marks |= dict.fromkeys(meant, (says, instead))
        self.last = meant
        return True

    def _what(self, meant: Iterable[int]) -> str:
        """What should stand there, said behind it."""
        for pattern in (words.BEHIND_COLON, words.THAT_WAS):
            if (found := pattern.match(self.text, self.at)) is not None:
                self.at = found.end()
                return found["what"].strip(" ,")
        return ""

    def _instead(self) -> bool:
        """ "The second is not a board meeting but our AGM", "the number should be 64"."""
        found = self._match(words.INSTEAD)
        if found is None:
            return False
        meant = self._meant(found["ref1"] or found["ref2"])
        if not meant:
            return False
        verb = found["verb"] or ""
        verb = "" if verb.lower() in ("is", "was", "are", "were") else verb
        self.marks |= dict.fromkeys(meant, ("doubt", f"{verb} {found['what']}".strip(" ,")))
        self.last = meant
        self.at = found.end()
        return True

    def _rather(self) -> bool:
        """ "120 not 46", behind a yes to the rest."""
        found = self._match(words.RATHER) if self.base == "keep" else None
        meant = self._meant(found["ref"]) if found is not None else frozenset()
        if found is None or len(meant) != 1:
            return False
        self.marks |= dict.fromkeys(meant, ("doubt", found["what"].strip()))
        self.at = found.end()
        return True

    # ---- which are meant

    def _meant(self, name: str) -> frozenset[int]:
        """The parts that these words name, by number or by what they are called."""
        if (numbered := self._numbered(name)) is not None:
            return numbered
        said = re.findall(r"[\w'’-]+", name.casefold())
        return frozenset() if words.NOT_NAMED & set(said) else self.named(name)

    def _has_no_number(self, name: str) -> bool:
        return bool(self.lines) and not self.with_numbers and bool(re.fullmatch(words.NTH, name, re.IGNORECASE))

    def _numbered(self, name: str) -> frozenset[int] | None:
        if not self.lines or not self.with_numbers:
            return None
        return lines_numbered(name, self.lines, self.parts - frozenset(self.marks) if self.marks else frozenset())

    # ---- the whole of it

    def _made(self) -> Verdict | None:
        if self.torn or not self._said:
            return None
        says = {part: self.marks.get(part, (self.others or self.base, "")) for part in self.parts}
        rest = self._rest()
        missed = words.MISSED.match(rest)
        return Verdict(
            kept=frozenset(p for p, (what, _) in says.items() if what == "keep"),
            dropped=frozenset(p for p, (what, _) in says.items() if what == "drop"),
            doubted={part: instead for part, (what, instead) in says.items() if what == "doubt"},
            rest=rest[missed.end() :] if missed else rest,
            adds=missed is not None,
        )

    def _rest(self) -> str:
        """What is no verdict, joined as it stood."""
        spans: list[list[int]] = []
        for start, end in self.left:
            between = self.text[spans[-1][1] : start] if spans else ""
            if spans and words.FRONT.fullmatch(between or " "):
                spans[-1][1] = end
            else:
                spans.append([start, end])
        return " ".join(self.text[start:end].strip() for start, end in spans).strip(" ,;:–—-")
