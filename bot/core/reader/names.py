"""Names that are words of the calendar or of grammar too: "June ran the survey", "Will is leading"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.core.language.bags import bag
from bot.core.language.dates.names import MONTHS
from bot.core.reader.verbs import tag_set

CALENDAR = frozenset(["jan", "april", "may", "june", "august", "summer", "autumn"])
WORDS_TOO = bag(
    """
    will mark grace faith hope joy rose dawn bill pat sue art grant frank dean dale glen cliff rob jack amber
    guy drew chase ash miles eve patience charity daisy heather violet basil rich harry ginger angel lucy christian
    """
)
_TIMELY = bag(
    """
    in of since until by early mid late last next this during from to before after end over throughout through
    around about on for and between or til till the our every each start beginning middle
    """
)
_TO_SOMEBODY = bag(
    """
    with ask asked asking tell told thank thanks chase chased nudge remind email emailed cc and or leave
    """
)
_ACTING = bag(
    """
    is has was will can could would might said says thinks reckons wants runs leads does from
    """
)
_TOWARDS = bag("thanks handed handing passed passing given falls fell speak spoke talk talked according credit")
_AGENT = frozenset(["by", "and"])
_AWAY = bag(
    """
    leading doing on off got taking running our away is has
    """
)


class Named(Protocol):
    """A word as it was typed."""

    @property
    def text(self) -> str: ...
    @property
    def raw(self) -> str: ...
    @property
    def gap(self) -> str: ...
    @property
    def capital(self) -> bool: ...


def may_happen(tokens: Sequence[Named], i: int) -> bool:
    """ "May" that is a verb: small, with another verb behind, and no month's word in front."""
    if tokens[i].text != "may" or tokens[i].capital or (i and tokens[i - 1].text in _TIMELY):
        return False
    last = i + 1 == len(tokens) or bool(tokens[i + 1].gap.strip())
    return (
        bool(i) and tokens[i - 1].capital and tokens[i - 1].text not in MONTHS
        if last
        else ("base" in tag_set(tokens[i + 1].text))
    )


def _is_team(token: Named) -> bool:
    """ "Policy", "Comms": a word with a capital that is no month."""
    return token.capital and token.text not in MONTHS and token.raw[0].isalpha()


def acts(tokens: Sequence[Named], i: int) -> bool:
    """A name of the calendar that does something, or to whom something is done."""
    before = tokens[i - 1].text if i and not tokens[i].gap.strip("-") else ""
    after = tokens[i + 1].text if i + 1 < len(tokens) and not tokens[i + 1].gap.strip("'") else ""
    if after[:1].isdecimal() or after in MONTHS or before[:1].isdecimal():
        return False
    if before in _TO_SOMEBODY and tokens[i].capital and before not in ("and", "or"):
        return True
    if before == "to" and i > 1 and tokens[i - 2].text in _TOWARDS and tokens[i].capital:
        return True  # "thanks to May"
    tags = tag_set(after)
    doing = after in _ACTING or (
        bool(tags & {"past", "s"}) and after not in ("meeting", "meetings", "board", "survey")
    )
    if (
        after == "in"
        and tokens[i].capital
        and before not in _TIMELY
        and i + 2 < len(tokens)
        and _is_team(tokens[i + 2])
    ):
        return True  # "Jan in Policy may know"
    if before in _TIMELY:
        return before in _AGENT and doing and tokens[i].capital
    if after == "is" and i + 2 < len(tokens) and tokens[i + 2].text in ("when", "the", "fine", "good", "our", "next"):
        return tokens[i + 2].text == "our"
    if tokens[i].raw[-2:].lower() == "'s" and tokens[i].capital:
        return after in _AWAY
    return tokens[i].capital and doing
