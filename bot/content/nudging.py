"""Reads the block `reminders` of journey.yaml: hours, whose holidays, quiet days. All of it may be left out."""

from __future__ import annotations

import re
from datetime import date

from bot.content.problems import Rule
from bot.content.reading import Node
from bot.core.calendar import bank_holidays, times_of
from bot.core.model.journey import Nudging

KEYS = ("opens", "closes", "country", "region", "quiet_days", "together", "offer_days")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SPAN = re.compile(r"(\d\d-\d\d)(?:/(\d\d-\d\d))?")


def read_nudging(node: Node | None) -> Nudging:
    """When the programme reminds people; the usual where nothing is said."""
    usual = Nudging()
    if node is None or not node.is_map("reminders"):
        return usual
    node.known(*KEYS)
    found = Nudging(
        opens=node.text("opens", usual.opens),
        closes=node.text("closes", usual.closes),
        country=node.text("country", usual.country),
        region=node.text("region", usual.region),
        quiet_days=node.texts("quiet_days") if node.get("quiet_days") is not None else usual.quiet_days,
        together=node.number("together", usual.together),
        offer_days=node.number("offer_days", usual.offer_days),
    )
    return found if _sound(node, found) else usual


def _sound(node: Node, found: Nudging) -> bool:
    """Times, spans and the region are what they should be; every one that is not is a problem of its own."""
    wrong = 0
    if times_of(f"{found.opens}-{found.closes}") is None:
        wrong += _wrong(node, "opens", "a time like '09:00', an hour or more before 'closes'", found.opens)
    for span in found.quiet_days:
        if not _is_span(span):
            wrong += _wrong(node, "quiet_days", "days of the year like '12-24/01-01'", span)
    usual = Nudging()
    if (found.country, found.region) != (usual.country, usual.region) and not _has_holidays(
        found.country, found.region
    ):
        wrong += _wrong(node, "region", "a country and region that have holidays, like GB and ENG", found.region)
    return wrong == 0


def _wrong(node: Node, key: str, wanted: str, got: str) -> int:
    line = node.line_of(key) if node.get(key) is not None else node.line
    node.source.problem(Rule.TYPE_WRONG, line, key=key, wanted=wanted, got=f"'{got}'")
    return 1


def _has_holidays(country: str, region: str) -> bool:
    """Whether their holidays are known. The library takes long to load: what is usual is known without it."""
    if not _COUNTRY.fullmatch(country):
        return False
    try:
        bank_holidays(country, region, 2028)
    except NotImplementedError:
        return False
    return True


def _is_span(text: str) -> bool:
    found = _SPAN.fullmatch(text)
    if found is None:
        return False
    try:
        for part in filter(None, found.groups()):
            date.fromisoformat(f"2028-{part}")
    except ValueError:
        return False
    return True
