"""Words of distress, danger, disrepair and complaint that must never be taken for an answer. Pure.

The reader knows these too (its intent `signpost`). This is the second look, for what it lets through: a miss here
means that somebody in trouble is asked about a board paper, so a few false alarms are the lesser harm. What keeps
ordinary answers out: a theme in a consultation, a question about guidance, and the past of a report.
"""

from __future__ import annotations

import re

_SELF_HARM = re.compile(
    r"\b(?:kill(?:ing)? (?:myself|himself|herself|themselves)|end(?:ing)? (?:it all|my life|his life|her life|"
    r"their life)"
    r"|suicid\w*|(?:might|could|going to|gonna) do something (?:stupid|silly|bad)|self[- ]harm\w*|better off dead|"
    r"(?:don'?t|do not|doesn'?t) want to (?:be here|live|wake up)"
    r"|no (?:point|reason) (?:in )?(?:living|going on|to live)|can'?t (?:go on|take (?:it|this|much) any ?more|"
    r"carry on))\b"
)
_VIOLENCE = re.compile(
    r"\b(?:hits?|hitting|beats?|beating|threaten(?:ed|s|ing)|attack(?:ed|s|ing)|stalk(?:ed|s|ing)|abus(?:ed|es|ing)"
    r"|hurts?|hurting|harass(?:ed|es|ing)) (?:me|us|her|him|them)\b"
    r"|\b(?:scared|afraid|frightened|terrified) (?:of|to) (?:my|her|his|their|go|be|come|live|leave|stay|sleep)\b"
    r"|\b(?:with|has|had|got) a (?:knife|gun|weapon)\b|\bdomestic (?:abuse|violence)\b"
)
_DANGER = re.compile(
    r"\b(?:smells?(?:ing)? (?:of )?(?:gas|burning)|gas (?:smell|leak)|carbon monoxide"
    r"|(?:bare|exposed|live|loose) (?:wires?|wiring|cables?)|sparks? (?:coming|from)|sparking"
    r"|ceiling(?:'s| has| is)? (?:\w+ )?(?:collaps\w+|fallen|falling|coming) ?(?:in|down)?"
    r"|(?:is|are|was|were) on fire|flooding|flooded|(?:going to|gonna) get (?:hurt|killed)|(?:kicked|broken|"
    r"smashed) in)\b"
    r"|\bfire (?:door|alarm|escape|exit)s?\b.{0,40}\b(?:broken|blocked|doesn'?t|don'?t|won'?t|not|missing|faulty)\b"
)
_HOMELESS = re.compile(
    r"\b(?:(?:evict|throw|kick)(?:ed|ing|s)? (?:me|us|her|him|them)(?: out)?|(?:being|be|been|getting|got|am|is|"
    r"are) evicted|eviction notice"
    r"|nowhere to (?:go|live|sleep|stay)|sleeping (?:rough|in (?:my|the|a|her|his) car)|(?:made|am|are|is|"
    r"be) homeless)\b"
)
_DESPAIR = re.compile(
    r"\b(?:(?:ruin|wreck|destroy)(?:ed|ing|s)? my (?:life|home|health)|at (?:my|her|his|their) wits'? end"
    r"|(?:nobody|no ?one) (?:\w+ )?(?:listens|cares|helps|comes|does anything|did anything)|please help (?:me|us|"
    r"her|him)|(?:i'm|i am|she's|he's) (?:disgusted|desperate)|compensation for (?:my|her|his)|nobody answers|"
    r"(?:can'?t|cannot) cope"
    r"|in (?:floods of )?tears|you (?:lot|people) (?:have|never|don'?t|are|ignore|do))\b"
)
_FAULT = (
    r"(?:mould|mold|damp|leak(?:s|ing)?|water|rats?|mice|mouse|cockroaches|bed ?bugs|boiler|heating|hot water|"
    r"lift|toilet"
    r"|drains?|sewage|roof|ceiling|window|door|lock|electric(?:s|ity)?|socket|radiator)"
)
_HOME = (
    r"(?:bedroom|room|kitchen|bathroom|flat|house|home|hallway|stairs|stairwell|wall|walls|ceiling|living room|"
    r"property|"
    r"block|floor)"
)
_DISREPAIR = re.compile(
    rf"\b(?:my|our|her|his|their|the baby'?s|child'?s|tenant'?s|"
    rf"resident'?s) (?:\w+ ){{0,2}}?{_FAULT}\b.{{0,30}}\b(?:broken|broke|"
    rf"not work\w*|doesn'?t work|won'?t|off|out|gone|packed up|coming|through|again)\b"
    rf"|\b{_FAULT} (?:is |are |was |all |coming |pouring |running |growing |dripping )*(?:in|through|over|on|from|"
    rf"down) "
    rf"(?:my|her|his|their|the baby'?s|a (?:resident|tenant)'?s) (?:\w+ ){{0,2}}?{_HOME}\b"
    r"|\b(?:no|without|hasn'?t (?:had|got)|haven'?t (?:had|got)) (?:any )?(?:heating|hot water|water|electric|"
    r"electricity|"
    r"power|gas)\b"
)
_COMPLAINT = re.compile(
    r"\b(?:want|wants|like|wish(?:es)?|need|needs|going|trying|how do i)(?: to)? (?:make a (?:formal )?complaint|"
    r"complain)\b"
    r"|\b(?:make|raise|file|lodge|put in) a (?:formal )?complaint (?:about|against)\b|\bcomplain(?:ing)? about my\b"
)
_ALWAYS = (_SELF_HARM, _VIOLENCE, _HOMELESS)
_UNLESS_A_THEME = (_DANGER, _DESPAIR, _DISREPAIR, _COMPLAINT)
_THEME = re.compile(
    r"\b(?:themes?|topics?|discuss(?:ed|ion)?|talked about|raised|came up|survey|feedback|comments?|responses?|"
    r"briefing|"
    r"guidance|policy|procedure|code|figures|report(?:ed|ing)? (?:on|that|figures)|most (?:people|residents|tenants)|"
    r"agenda|the charter|our commitments?|panel (?:looked|went|discussed)|how do (?:we|you|other))\b"
)


def in_distress(text: str) -> bool:
    """Whether somebody in trouble speaks, or is spoken of."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    if any(pattern.search(plain) for pattern in _ALWAYS):
        return True
    return _THEME.search(plain) is None and any(pattern.search(plain) for pattern in _UNLESS_A_THEME)
