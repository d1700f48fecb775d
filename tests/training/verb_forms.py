"""`python -m tests.training.verb_forms`: writes the reader's table of verb forms (needs lemminflect).

The verbs are those of the vocabulary ("~approve") and the commonest of English; irregular forms that British staff
use and the library does not know are added here.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTENT = Path("conversations/understanding/reader")
TABLE = Path("bot/core/reader/verb_forms.py")
COMMON = """
accept achieve act add admit affect agree allow announce answer apologise appear apply appoint appreciate
approve argue arrange arrive ask assign assume attend avoid bear beat become beg begin believe belong blame
block blow book borrow bother break bring brush build burn buy call cancel care carry catch cause chair change
charge chase chat check choose chuck claim clean clear click climb close collapse collect come comment commit
compare complain complete concern confirm confuse connect consider consist contact contain continue contribute
control cook copy correct cost count cover crack create cross cry cut cycle date deal decide declare decline
defer deliver demand deny depend describe deserve design destroy develop die dig disagree disappear discover
discuss dissolve do double doubt draft drag draw dream drink drip drive drop eat edit empty enable encourage
end enjoy enrol ensure enter escape establish exist expect explain express extend face fail fall feed feel
fetch fight figure file fill find finish fit fix flag flood fly fold follow forget forgive form forward freeze
gather get give go grab grow guess guide handle hang happen hate have head hear help hide hit hold hope host
hurry hurt identify ignore imagine improve include increase inform insist install intend interest introduce
invite involve join judge jump keep kick kill knock know lack land last laugh launch lay lead leak learn leave
lend let lie lift like link list listen live load lock log look lose love mail make manage mark match matter
mean measure meet mend mention mind miss mix monitor move moan nag name need negotiate nod note notice nudge
obtain occur offer open order organise owe own pack paint park part pass pause pay persuade phone pick plan
play please point pop post postpone pour prefer prepare present press pretend prevent print process produce
promise propose protect prove provide publish publicise pull push put question queue quit quote raise rate
reach read realise receive recall reckon recognise recommend record recruit reduce refer reflect refuse regret
reject relate release rely remain remember remind remove rent repair repeat replace reply report represent
request require rescue reschedule resign resolve respond rest result resume retire return reveal review ring
rise roll row ruin run rush save say scan schedule score search see seem select sell send separate serve set
settle shake share shift shout show shut sign sit skip sleep slip smell snooze solve sort sound speak spell
spend split spread staff stand start state stay steal step stick stop store stretch struggle study submit
succeed suffer suggest suit supply support suppose surprise survey suspend swap switch take talk teach tell
tend thank think threaten throw tick tidy tie touch train transfer translate travel treat trust try turn type
understand undo update upload use vary view visit volunteer vote wait walk want warn wash waste watch wear
weigh welcome win wish wonder work worry wrap write yell hand nominate sack email text ping message invite
zoom shelve scrap thrash hammer iron nail bottom firm pin proof finalise circulate unveil plaster
appoint co-opt oversee scrutinise hold host form pilot trial test tweak amend reword revise soften strengthen
simplify shorten pencil diarise
"""
EXTRA = {"get": "gotten", "prove": "proven", "learn": "learnt", "spell": "spelt", "dream": "dreamt", "burn": "burnt"}
BY_HAND = {
    "ok": "oks|ok'd|ok'd|oking", "rubberstamp": "rubberstamps|rubberstamped|rubberstamped|rubberstamping",
    "diarise": "diarises|diarised|diarised|diarising", "leaflet": "leaflets|leafleted|leafleted|leafleting",
    "be": "is|was|been|being", "cancel": "cancels|cancelled|cancelled|cancelling",
    "enrol": "enrols|enrolled|enrolled|enrolling", "ballot": "ballots|balloted|balloted|balloting",
    "quiz": "quizzes|quizzed|quizzed|quizzing", "travel": "travels|travelled|travelled|travelling",
    "ring": "rings|rang|rung|ringing", "hang": "hangs|hung|hung|hanging", "lie": "lies|lay|lain|lying",
    "shut": "shuts|shut|shut|shutting", "sit": "sits|sat|sat|sitting", "e": "", "co-opt": "",
    "leave": "leaves|left|left|leaving", "bid": "bids|bid|bid|bidding", "see": "sees|saw|seen|seeing",
    "refer": "refers|referred|referred|referring", "zoom": "zooms|zoomed|zoomed|zooming",
    "text": "texts|texted|texted|texting", "bus": "", "dissent": "dissents|dissented|dissented|dissenting",
}  # fmt: skip
_HEAD = '''"""The forms of verbs: base, third person, past, participle, -ing.

Made by `python -m tests.training.verb_forms`.
"""

TABLE = """
'''


def vocabulary_verbs(folder: Path) -> set[str]:
    """The verbs that the vocabulary marks."""
    found: set[str] = set()
    for path in folder.glob("*.yaml"):
        found.update(re.findall(r"~([a-z]+)", path.read_text(encoding="utf-8")))
    return found


def main() -> None:
    """Writes the table."""
    from lemminflect import getInflection

    def forms(verb: str) -> Iterable[str]:
        for tag in ("VBZ", "VBD", "VBN", "VBG"):
            found = getInflection(verb, tag=tag)
            yield found[0] if found else ""

    lines = []
    for verb in sorted(vocabulary_verbs(CONTENT) | set(COMMON.split())):
        row = BY_HAND.get(verb)
        parts = row.split("|") if row is not None else list(forms(verb))
        if not any(parts):
            continue
        lines.append(" ".join([f"{verb}:", *parts, *([EXTRA[verb]] if verb in EXTRA else [])]))
    text = textwrap.fill("; ".join(lines), 116, break_long_words=False, break_on_hyphens=False)
    TABLE.write_text(_HEAD + text + '\n"""\n', encoding="utf-8")


if __name__ == "__main__":
    main()
