"""Forms of English verbs and nouns: enough for `word+` in a pattern and for telling a past form from a base."""

from __future__ import annotations

_IRREGULAR = """
be: am is are was were been being; have: has had having; do: does did done doing; go: goes went gone going
take: takes took taken taking; give: gives gave given giving; send: sends sent sending; get: gets got gotten getting
hold: holds held holding; run: runs ran running; put: puts putting; come: comes came coming; meet: meets met meeting
speak: speaks spoke spoken speaking; ring: rings rang rung ringing; write: writes wrote written writing
see: sees saw seen seeing; say: says said saying; tell: tells told telling; throw: throws threw thrown throwing
begin: begins began begun beginning; bring: brings brought bringing; think: thinks thought thinking
leave: leaves left leaving; find: finds found finding; hear: hears heard hearing; make: makes made making
keep: keeps kept keeping; set: sets setting; let: lets letting; sit: sits sat sitting; stand: stands stood standing
read: reads reading; lead: leads led leading; feed: feeds fed feeding; choose: chooses chose chosen choosing
pay: pays paid paying; lay: lays laid laying; show: shows showed shown showing; know: knows knew known knowing
draw: draws drew drawn drawing; fall: falls fell fallen falling; win: wins won winning; lose: loses lost losing
build: builds built building; buy: buys bought buying; catch: catches caught catching; hit: hits hitting
cut: cuts cutting; shut: shuts shutting; split: splits splitting; stop: stops stopped stopping
plan: plans planned planning; refer: refers referred referring; defer: defers deferred deferring
drop: drops dropped dropping; pop: pops popped popping; chat: chats chatted chatting; commit: commits committed
swap: swaps swapped swapping; drip: drips dripped dripping; chip: chips chipped chipping; nod: nods nodded nodding
stick: sticks stuck sticking; wave: waves waved waving; back: backs backed backing; kick: kicks kicked kicking
freeze: freezes froze frozen freezing; hang: hangs hung hanging; teach: teaches taught teaching
slip: slips slipped slipping; sign: signs signed signing; knock: knocks knocked knocking; bin: bins binned binning
"""

IRREGULAR: dict[str, tuple[str, ...]] = {}
for _entry in _IRREGULAR.replace("\n", ";").split(";"):
    if ":" in _entry:
        _base, _, _rest = _entry.partition(":")
        IRREGULAR[_base.strip()] = tuple(_rest.split())


def forms(base: str) -> tuple[str, ...]:
    """The word in all its forms, the base first."""
    if base in IRREGULAR:
        return (base, *IRREGULAR[base])
    if base.endswith("e"):
        return (base, base + "s", base + "d", base[:-1] + "ing")
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return (base, base[:-1] + "ies", base[:-1] + "ied", base + "ing")
    if base.endswith(("s", "x", "ch", "sh", "z")):
        return (base, base + "es", base + "ed", base + "ing")
    return (base, base + "s", base + "ed", base + "ing")
