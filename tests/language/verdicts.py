"""Answers to a read-back, and what each of them means: written by hand, before anything read them.

Of each: what waits (below), the answer, which of its parts are kept, dropped, and doubted (with what they should be,
where that is said), and the rest of the words, which tells or asks something else. What is in none of the three waits
on.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Waits:
    """What a read-back shows: the words that name each of its parts, and which parts stand in which numbered line."""

    parts: tuple[tuple[str, ...], ...]
    lines: tuple[frozenset[int], ...] = ()


@dataclass(frozen=True, slots=True)
class Means:
    """One answer to a read-back, and what it means. None at all: it says neither yes nor no."""

    waits: Waits
    answer: str
    kept: set[int] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)
    doubted: dict[int, str] = field(default_factory=dict)
    rest: str = ""
    pointed: set[int] = field(default_factory=set)
    """Named, with no word on whether it is right."""

    @property
    def is_none(self) -> bool:
        return not (self.kept or self.dropped or self.doubted or self.pointed)


ONE = Waits((("residents", "consulted"), ("survey", "how"), ("date", "when", "june"), ("46", "number", "took part")))
"""Residents: consulted. How: survey. When: June 2026. Took part: 46."""
SINGLE = Waits((("colleagues", "staff", "consulted"),))
"""Colleagues: consulted."""
TWO = Waits(
    (("24 september", "discussed"), ("19 november", "approved")), (frozenset({0}), frozenset({1}))
)  # fmt: skip
"""1. Board: discussed. Meeting: 24 September 2026. 2. Board: approved. Meeting: 19 November 2026."""
MIXED = Waits(
    (("residents", "tenants"), ("survey",), ("colleagues", "staff"), ("meeting", "meetings")),
    (frozenset({0, 1}), frozenset({2, 3})),
)
"""1. Residents: consulted. How: survey. 2. Colleagues: consulted. How: meeting."""
THREE = Waits(
    (("survey", "212"), ("drop-in", "41"), ("board", "february")), (frozenset({0}), frozenset({1}), frozenset({2}))
)  # fmt: skip
"""1. Survey, 212 residents took part. 2. Drop-in, 41. 3. Board meeting: 2 February 2027."""

ALL_OF_ONE, ALL_OF_TWO, ALL_OF_THREE = {0, 1, 2, 3}, {0, 1}, {0, 1, 2}
NO_OF_ONE, NO_OF_TWO, NO_OF_THREE = dict.fromkeys(range(4), ""), {0: "", 1: ""}, {0: "", 1: "", 2: ""}

YES = (
    Means(ONE, "ok", ALL_OF_ONE),
    Means(ONE, "Fine, thanks", ALL_OF_ONE),
    Means(ONE, "ok great 👍", ALL_OF_ONE),
    Means(ONE, "sure, go on then", ALL_OF_ONE),
    Means(ONE, "yes", ALL_OF_ONE),
    Means(ONE, "Yes, that's right", ALL_OF_ONE),
    Means(ONE, "yep", ALL_OF_ONE),
    Means(ONE, "yes save", ALL_OF_ONE),
    Means(ONE, "ok yes 👍", ALL_OF_ONE),
    Means(ONE, "👍", ALL_OF_ONE),
    Means(ONE, "yeah yeah thats it.", ALL_OF_ONE),
    Means(ONE, "looks good thanks", ALL_OF_ONE),
    Means(ONE, "All correct. Please save.", ALL_OF_ONE),
    Means(ONE, "fine by me", ALL_OF_ONE),
    Means(ONE, "spot on, cheers", ALL_OF_ONE),
    Means(ONE, "Yes please do save it", ALL_OF_ONE),
    Means(ONE, "yh thats right m8", ALL_OF_ONE),
    Means(ONE, "Aye, that's the one, save that", ALL_OF_ONE),
    Means(TWO, "both right", ALL_OF_TWO),
    Means(TWO, "correct both", ALL_OF_TWO),
    Means(TWO, "The two lines are right, save them", ALL_OF_TWO),
    Means(TWO, "yes, both of them are correct", ALL_OF_TWO),
    Means(TWO, "1 and 2 are right", ALL_OF_TWO),
    Means(TWO, "SAVE BOTH.", ALL_OF_TWO),
    Means(THREE, "all three are fine", ALL_OF_THREE),
    Means(THREE, "yes to all of that", ALL_OF_THREE),
    Means(THREE, "everything is correct, you may save it", ALL_OF_THREE),
    Means(THREE, "happy with all of them", ALL_OF_THREE),
)

YES_AND_MORE = (
    Means(ONE, "Fine, yes. My colleague Ann does the staff part.", ALL_OF_ONE,
          rest="My colleague Ann does the staff part."),
    Means(ONE, "yes. what about the december paper", ALL_OF_ONE, rest="what about the december paper"),
    Means(ONE, "that is right as far as it goes, but we also met tenants in May", ALL_OF_ONE,
          rest="we also met tenants in May"),
    Means(ONE, "Yes that is right as far as it goes, but you left out the meetings: four in September.",
          ALL_OF_ONE, rest="the meetings: four in September."),
    Means(TWO, "Yes, both right, but you've left out that the minutes aren't out yet. And what about our website?",
          ALL_OF_TWO, rest="the minutes aren't out yet. And what about our website?"),
    Means(ONE, "yes save it and can i upload the minutes?", ALL_OF_ONE, rest="can i upload the minutes?"),
    Means(ONE, "Yes, save. Secondly, our panel, 11 people, met on 6 October.", ALL_OF_ONE,
          rest="Secondly, our panel, 11 people, met on 6 October."),
    Means(ONE, "yeah yeah thats it. u get the 46 cards tho?", ALL_OF_ONE, rest="u get the 46 cards tho?"),
    Means(ONE, "yes save it. Nothing else done yet", ALL_OF_ONE, rest="Nothing else done yet"),
    Means(ONE, "Correct. Who else has done this?", ALL_OF_ONE, rest="Who else has done this?"),
    Means(ONE, "YES SAVE THAT. NOW WHERE IS MY BOARD PAPER?", ALL_OF_ONE, rest="NOW WHERE IS MY BOARD PAPER?"),
    Means(ONE, "Aye, yes, that's the right date, save that. But you've dropped the committee bit, 11 November",
          ALL_OF_ONE, rest="the committee bit, 11 November"),
    Means(ONE, "WHAT ABOUT REMINDERS? AND YES, SAVE IT", ALL_OF_ONE, rest="WHAT ABOUT REMINDERS?"),
    Means(MIXED, "I didn't ask for a pack. The two lines are right, save them.", {0, 1, 2, 3},
          rest="I didn't ask for a pack."),
    Means(MIXED, "Yes to both. Can Priya do the next one?", {0, 1, 2, 3}, rest="Can Priya do the next one?"),
    Means(THREE, "all good, and when is the next event?", ALL_OF_THREE, rest="when is the next event?"),
)  # fmt: skip

NO = (
    Means(ONE, "no", doubted=NO_OF_ONE),
    Means(ONE, "nope, wrong", doubted=NO_OF_ONE),
    Means(ONE, "that's not right", doubted=NO_OF_ONE),
    Means(ONE, "No, that is wrong. It was a panel.", doubted=NO_OF_ONE, rest="It was a panel."),
    Means(TWO, "neither is right", doubted=NO_OF_TWO),
    Means(TWO, "they're both wrong", doubted=NO_OF_TWO),
    Means(THREE, "no thats all wrong", doubted=NO_OF_THREE),
)

DROPPED = (
    Means(ONE, "don't save it", dropped=ALL_OF_ONE),
    Means(ONE, "dont save it", dropped=ALL_OF_ONE),
    Means(ONE, "Don’t save that please", dropped=ALL_OF_ONE),
    Means(ONE, "no. dont save", dropped=ALL_OF_ONE),
    Means(ONE, "do not save this", dropped=ALL_OF_ONE),
    Means(ONE, "leave it out", dropped=ALL_OF_ONE),
    Means(ONE, "drop it", dropped=ALL_OF_ONE),
    Means(ONE, "Scrap that, please.", dropped=ALL_OF_ONE),
    Means(ONE, "don't save it. paper: board to approve", dropped=ALL_OF_ONE, rest="paper: board to approve"),
    Means(ONE, "No, please do not save that; and the second half of my question is what we publish",
          dropped=ALL_OF_ONE,
          rest="the second half of my question is what we publish"),
    Means(ONE, "throw all of it away, save nothing of this", dropped=ALL_OF_ONE),
    Means(TWO, "neither. drop it", dropped=ALL_OF_TWO),
    Means(TWO, "none of them", dropped=ALL_OF_TWO),
    Means(TWO, "neither of those please", dropped=ALL_OF_TWO),
    Means(TWO, "bin both", dropped=ALL_OF_TWO),
    Means(THREE, "forget all of that. can I talk to a person?", dropped=ALL_OF_THREE, rest="can I talk to a person?"),
    Means(THREE, "don't keep any of it", dropped=ALL_OF_THREE),
    Means(THREE, "nothing of this is to be saved", dropped=ALL_OF_THREE),
)  # fmt: skip

PARTLY = (
    Means(TWO, "Keep only number 2, drop number 1", {1}, {0}),
    Means(TWO, "only the second one please", {1}, {0}),
    Means(TWO, "just save the first", {0}, {1}),
    Means(TWO, "yes to the second, no to the first", {1}, doubted={0: ""}),
    Means(TWO, "No to the first: it was put off to January. Yes to the second.", {1},
          doubted={0: "it was put off to January"}),
    Means(TWO, "the first yes, the second is not a board meeting but our AGM", {0},
          doubted={1: "not a board meeting but our AGM"}),
    Means(TWO, "first one is right, second one wrong", {0}, doubted={1: ""}),
    Means(TWO, "1 yes 2 no", {0}, doubted={1: ""}),
    Means(TWO, "1: yes, 2: no", {0}, doubted={1: ""}),
    Means(TWO, "save 1, leave out 2", {0}, {1}),
    Means(TWO, "yes but not the second one", {0}, {1}),
    Means(TWO, "The one of 24 September is right. The one of 19 November should be left out.", {0}, {1}),
    Means(TWO, "all good except the last one", {0}, doubted={1: ""}),
    Means(TWO, "the second one is wrong", doubted={1: ""}),
    Means(TWO, "1 is fine. who sees this?", {0}, rest="who sees this?"),
    Means(MIXED, "just save the meetings", {2, 3}, {0, 1}),
    Means(MIXED, "keep the colleagues line, drop the residents one", {2, 3}, {0, 1}),
    Means(MIXED, "remove the residents line and save the rest", {2, 3}, {0, 1}),
    Means(MIXED, "everything apart from the staff one", {0, 1}, doubted={2: "", 3: ""}),
    Means(MIXED, "residents yes, staff no", {0, 1}, doubted={2: "", 3: ""}),
    Means(MIXED, "Save the tenants one. The staff one never happened.", {0, 1}, {2, 3}),
    Means(THREE, "2 and 3 are right, 1 is wrong", {1, 2}, doubted={0: ""}),
    Means(THREE, "1 and 3 yes, not 2", {0, 2}, {1}),
    Means(THREE, "the first two are right, take the last one out", {0, 1}, {2}),
    Means(THREE, "Only 1 and 2. When does the badge come?", {0, 1}, {2}, rest="When does the badge come?"),
    Means(THREE, "all but the drop-in", {0, 2}, doubted={1: ""}),
    Means(THREE, "yes except the drop-in, that was 14 people not 41", {0, 2},
          doubted={1: "that was 14 people not 41"}),
    Means(THREE, "leave the board one out, the others are fine", {0, 1}, {2}),
    Means(THREE, "number 2 should be 14", doubted={1: "should be 14"}),
    Means(ONE, "thats fine apart from the date", {0, 1, 3}, doubted={2: ""}),
    Means(ONE, "yep but 120 not 46", {0, 1, 2}, doubted={3: "120 not 46"}),
    Means(ONE, "all right but the number should be 64", {0, 1, 2}, doubted={3: "should be 64"}),
    Means(ONE, "yes, but leave out the date", {0, 1, 3}, {2}),
)  # fmt: skip

OF_WHAT_WAS_NAMED = (
    Means(TWO, "1 yes. 2: it was June not May", {0}, doubted={1: "June not May"}),
    Means(ONE, "save without the number", {0, 1, 2}, {3}),
    Means(ONE, "right date, right number, save", ALL_OF_ONE),
    Means(ONE, "I'd rather you didn't save this", dropped=ALL_OF_ONE),
    Means(ONE, "nah bin it", dropped=ALL_OF_ONE),
    Means(MIXED, "not the staff one, the others ok", {0, 1}, {2, 3}),
    Means(ONE, "its all fine except its number 4.3", {0, 1, 2}, doubted={3: "its number 4.3"}),
    Means(ONE, "Thats correct however it was on the 5th", ALL_OF_ONE, rest="it was on the 5th"),
    Means(ONE, "I confirm this. Kindly advise what is next", ALL_OF_ONE, rest="Kindly advise what is next"),
    Means(ONE, "yes but not sure about the date", ALL_OF_ONE, rest="not sure about the date"),
    Means(ONE, "i dont want that saved", dropped=ALL_OF_ONE),
    Means(ONE, "you can save that but not the number", {0, 1, 2}, {3}),
    Means(ONE, "Yes to the date. The number is still false, please take it out.", {2}, {3}),
    Means(ONE, "yes take it off", dropped=ALL_OF_ONE),
    Means(TWO, "the second one is not ours, remove it. the first is right", {0}, {1}),
    Means(THREE, "number 3 is wrong so delete that, keep the others", {0, 1}, {2}),
    Means(ONE, "save it, but remove the number from it", {0, 1, 2}, {3}),
    Means(ONE, "Leave the number empty, the rest is right", {0, 1, 2}, {3}),
    Means(ONE, "yes whatever you say", ALL_OF_ONE),
    Means(ONE, "change it", doubted=NO_OF_ONE),
)

OF_A_CHANGE = (
    Means(SINGLE, "ye change it", {0}),
    Means(SINGLE, "Yes, change it please. What else is missing?", {0}, rest="What else is missing?"),
    Means(SINGLE, "save it", {0}),
    Means(SINGLE, "no leave it as it is", dropped={0}),
    Means(SINGLE, "keep it as it was", dropped={0}),
    Means(SINGLE, "it stays", dropped={0}),
    Means(SINGLE, "don't change it. who told you that?", dropped={0}, rest="who told you that?"),
    Means(SINGLE, "no, keep the old one", dropped={0}),
)
"""Asked whether something recorded is to be changed: "keep it" may be either, and so is none."""

POINTED = (
    Means(TWO, "the second", pointed={1}),
    Means(TWO, "2", pointed={1}),
    Means(THREE, "number 3", pointed={2}),
)

NEITHER = (
    Means(ONE, "2"),
    Means(ONE, "who sees this?"),
    Means(ONE, "ok guidance"),
    Means(ONE, "is that all right?"),
    Means(ONE, "right, so what happens next"),
    Means(ONE, "the board approved it on 3 March"),
    Means(ONE, "good question"),
    Means(ONE, "correct the date to 5 June"),
    Means(ONE, "hmm"),
    Means(ONE, "blah blah wibble"),
    Means(ONE, "thanks"),
    Means(ONE, "ok?"),
    Means(ONE, "No idea about residents, I only just started"),
    Means(ONE, "not yet, remind me next week"),
    Means(ONE, "nothing has changed since"),
    Means(THREE, "keep the board informed of this"),
    Means(THREE, "can you save me a place at the event"),
    Means(THREE, "none of our staff have been asked"),
    Means(SINGLE, "yes?"),
    Means(SINGLE, "no worries, what is next?"),
    Means(SINGLE, "we drop leaflets off at every home"),
)

VERDICTS = (*YES, *YES_AND_MORE, *NO, *DROPPED, *PARTLY, *OF_WHAT_WAS_NAMED, *POINTED, *NEITHER)
