"""Words of distress, danger, disrepair and complaint that must never be taken for an answer. Pure.

The reader knows these too (its intent `signpost`). This is the second look, for what it lets through: a miss here
means that somebody in trouble is asked about a board paper, so a few false alarms are the lesser harm. What keeps
ordinary answers out: a theme in a consultation, a question about guidance, and the past of a report.
"""

from __future__ import annotations

import re

_DANGER = re.compile(
    r"\b(?:smells?(?:ing)? (?:of )?(?:gas|burning)|gas (?:smell|leak)|carbon monoxide"
    r"|(?:(?:bare|exposed|loose) (?:wires?|wiring|cables?)|live (?:wires|wiring|cables?))"
    r"|sparks? (?:coming|from)|sparking"
    r"|ceiling(?:'s| has| is)? (?:\w+ )?(?:collaps\w+|fallen|falling|coming) ?(?:in|down)?"
    r"|(?:is|are|was|were) on fire|flooding"
    r"|flooded(?! with (?:repl|respon|comment|answer|email|question|interest|feedback))"
    r"|(?:kicked|broken|"
    r"smashed) in)\b"
    r"|\bfire (?:door|alarm|escape|exit)s?\b.{0,40}\b(?:broken|blocked|doesn'?t|don'?t|won'?t|not|missing|faulty)\b"
)
_HOMELESS = re.compile(
    r"\b(?:(?:evict|throw|kick)(?:ed|ing|s)? (?:me|us|her|him|them)(?: out)?|(?:being|be|been|getting|got|am|is|"
    r"are) evicted|eviction notice"
    r"|nowhere to (?:go|live|sleep|stay)|sleeping (?:rough|in (?:my|the|a|her|his) car)|(?<!who )(?:made|am|are|is|"
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
_WAITING = re.compile(
    r"\b(?:been )?(?:waiting|waited) (?:\w+ ){0,6}(?:for|since) (?:\w+ ){0,5}(?:repair|repairs|plumber|engineer|"
    r"someone|somebody"
    r"|fix|fixed|look|answer|call ?back)\b|\b(?:still|never|not|hasn'?t|haven'?t|nobody|"
    r"no ?one) (?:\w+ ){0,3}(?:been )?"
    r"(?:fixed|repaired|mended|come out|came out|been out|coming out|turned up(?! (?:to|at|for)\b)"
    r"|called (?:me|her|him|them) back)\b"
)
_ILL_BY_HOME = re.compile(
    r"\b(?:mould|mold|damp|cold|dust|noise|smoke|sewage)\b.{0,60}\b(?:ill|sick|breath\w*|asthma|cough\w*|wheez\w*|"
    r"hospital"
    r"|lungs?|chest|poorly|health)\b|\b(?:ill|sick|asthma|cough\w*|wheez\w*|hospital|poorly)\b.{0,60}\b(?:mould|"
    r"mold|damp)\b"
)
_MONEY = re.compile(
    r"\b(?:can'?t|cannot|couldn'?t|unable to) (?:afford|pay) (?:\w+ ){0,2}(?:rent|heating|food|bills?|gas|"
    r"electric\w*|eat|heat)\b"
    r"|\b(?:choos\w+|choice) between (?:heating|eating|food|rent)\b|\bbailiffs?\b|\b(?:my|her|his|"
    r"their) (?:rent )?arrears\b"
    r"|\b(?:nothing|no food) (?:left )?to (?:eat|feed)\b"
)
_HARM = re.compile(
    r"\b(?:neighbours?|ex|partner|husband|boyfriend|dealers?|gang|kids|youths|somebody|someone|he|they) (?:\w+ ){0,4}"
    r"(?:shout(?:s|ed|ing) at|swear(?:s|ing)? at|spit(?:s|ting)? (?:at|on)|follow(?:s|ed|ing)|bully\w*|bullied|"
    r"punch\w*|kick\w*"
    r"|smash\w*|bang(?:s|ed|ing) on|threw|assault\w*|racial\w*) (?:me|us|her|him|them|my|our|their)\b"
    r"|\b(?:racist|homophobic) abuse\b|\b(?:being|been|was|were|get|getting) (?:bullied|harassed|stalked|abused|"
    r"assaulted|attacked|"
    r"burgled|robbed)\b|\b(?:safeguarding (?:concern|issue|alert)|at risk of (?:harm|abuse)|child (?:at risk|"
    r"neglect))\b"
    r"|\b(?:drug dealing|dealing drugs|cuckoo\w*)\b"
)
_FEELING = re.compile(
    r"\b(?:i am|i'm|im|i feel|feeling|she is|she's|he is|he's|they are|is|was) (?:so |really |very |completely |"
    r"absolutely |just )*"
    r"(?:desperate(?! for (?:an? |the |some )?(?:template|example|date|briefing|minutes|copy|paper|news|answer))"
    r"|suicidal|terrified|petrified|frightened|hopeless|worthless|scared|unsafe|not safe|"
    r"exhausted with this"
    r"|fed up with (?:you|this|the landlord)|sick of (?:you|this|living|being)|treated like (?:dirt|an animal|"
    r"rubbish)|crying)\b"
    r"|\b(?:feels?|feeling) (?:like giving up|unsafe|suicidal|hopeless|like (?:a|an) (?:prisoner|animal))\b"
    r"|\b(?:broke|breaking|broken) down (?:in tears|crying)\b|\bcan'?t sleep\b|\bhaven'?t slept\b|\bnot slept\b"
)
_CLAIM = re.compile(
    r"\b(?:disrepair (?:claim|case)|take (?:you|them|my landlord) to (?:court|the ombudsman)|my solicitor|"
    r"get(?:ting)? a solicitor"
    r"|report(?:ing)? (?:you|my landlord)|sue (?:you|them|my landlord)|compensation (?:for|from))\b"
)
_OWN = re.compile(r"\b(?:my|i|i'm|i've|she|her|he|his)\b")
_ALWAYS = (_HOMELESS, _HARM)
_UNLESS_A_THEME = (
    _DANGER, _DESPAIR, _DISREPAIR, _COMPLAINT, _ILL_BY_HOME, _MONEY, _FEELING, _CLAIM,
)  # fmt: skip
_THEME = re.compile(
    r"\b(?:themes?|topics?|discuss(?:ed|ion)?|talked about|raised|came up|survey|feedback|comments?|responses?|"
    r"briefing|"
    r"guidance|policy|procedure|code|figures|report(?:ed|ing)? (?:on|that|figures)|most (?:people|residents|tenants)|"
    r"agenda|(?:our|the) office|consumer standards|of the \d+|the charter|our commitments?"
    r"|panel (?:looked|went|discussed)|how do (?:we|you|other))\b"
)


def in_distress(text: str) -> bool:
    """Whether somebody in trouble speaks, or is spoken of."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    if any(pattern.search(plain) for pattern in _ALWAYS):
        return True
    if _THEME.search(plain) is not None:
        return False
    if _WAITING.search(plain) and (_OWN.search(plain) or _THINGS.search(plain)):
        return True
    return any(pattern.search(plain) for pattern in _UNLESS_A_THEME)


_THINGS = re.compile(
    r"\b(?:radiators?|boiler|heating|hot water|water|shower|bath|toilet|loo|sink|taps?|sewage|drains?|cooker|oven|"
    r"fridge"
    r"|bed|mattress|cot|pram|windows?|doors?|locks?|keys|stairs|banister|balcony|ceiling|walls?|floor|carpets?|roof"
    r"|gutters?|intercom|lift|cladding|wasps|rats?|mice|cockroaches|bugs|pigeons|fungus|mould|mold|damp|condensation"
    r"|leak\w*|flat|bedroom|kitchen|bathroom|hallway|garden|fence|building|block|estate|stairwell|neighbours?|"
    r"upstairs"
    r"|downstairs|noise|music|landlord|housing officer|rent|arrears|court|bailiffs?|eviction|notice to|"
    r"letter to leave"
    r"|benefits?|universal credit|kids|baby|babies|toddler|son|daughter|boy|girl|mum|mother|dad|father|carer|"
    r"bruises?|police"
    r"|ambulance|hospital|died|dying|dead|winter|freezing|hungry|food ?bank|rude|racist|fire|gas|electric\w*|"
    r"cables?|wires?"
    r"|repairs?|repairman|plumber|engineer|contractors?|cut off|broken|rotten|unsafe|dangerous|disgusting|filthy)\b"
)
_SOMEBODY = re.compile(
    r"\b(?:my|i|i'm|i've|i'd|me|we've|he|she|him|her|he's|she's|they've|they're)\b"
    r"|\b(?:a|an|one|the|this|that|another|somebody'?s?|someone'?s?) (?:\w+ )?(?:tenant|resident|lady|man|woman|"
    r"family|mum|"
    r"couple|gentleman|person|girl|boy|leaseholder|neighbour)\b|\b(?:somebody|someone)\b|\bin here\b|"
    r"\bthis building\b"
)
_OURS = re.compile(
    r"\b(?:boards?|committee|minutes?|agenda|survey\w*|panels?|charter|commitments?|briefings?|guidance|"
    r"consult\w*|responses?"
    r"|workshops?|focus groups?|drop-ins?|kpis?|oversight|adopt\w*|badge|remind\w*|report(?:s|ing)?|venue|steps?)\b"
)


def may_be_trouble(text: str) -> bool:
    """Whether words that say nothing about the charter may be about somebody's home or safety. For words that would
    otherwise not be understood: then to point to help costs nothing."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    if _OURS.search(plain):
        return False
    return _THINGS.search(plain) is not None and _SOMEBODY.search(plain) is not None
