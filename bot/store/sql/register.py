"""The register of what is kept: every table and column, what of a person is in it, why it is kept and how long.

One list for everything that follows from it: what somebody is given who asks what is held about them, what is taken
out when they ask that it be deleted, and `docs/data.md`. A column that is not in it fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.store.ageing import or_sooner


class About(Enum):
    """What a column says of a person."""

    NOTHING = "nothing about a person"
    WHO = "who it was, by an id of the bot's own"
    NAME = "a name"
    ACCOUNT = "an account or a place in Slack, Teams or the web chat"
    WORDS = "words, of the person or of the bot to them"
    DEED = "what they did, and when"


class Basis(Enum):
    """On what basis it is kept (UK GDPR, Article 6)."""

    INTERESTS = "legitimate interests"
    CONSENT = "consent"
    NONE = "no personal data"


@dataclass(frozen=True, slots=True)
class Held:
    """A table.

    `mine` finds a person's rows: the names after a colon are those of `Subject.named`. `cleared` says what is put in
    place of which column where the row stays; without it the rows are deleted.
    """

    table: str
    what: str
    why: str
    basis: Basis
    until: str
    columns: dict[About, str]
    mine: str = ""
    cleared: tuple[tuple[str, str], ...] = ()
    names_in: str = ""
    """Columns in which others may have written the person's name."""
    at: str = ""
    """Which rows are of one adopter, for `names_in`."""
    secret: tuple[str, ...] = field(default=())
    """Columns that are given to nobody: they open something."""

    def how_long(self, spans: Mapping[str, str]) -> str:
        """How long, where what is kept for a time is kept for so long."""
        return self.until.format_map(spans)

    def kept(self) -> str:
        """What becomes of a person's rows when they ask that it be deleted, in words for the page."""
        if not self.mine:
            return "nothing to delete"
        return "the rows stay, without the person" if self.cleared else "deleted"

    def about(self) -> dict[str, About]:
        """Each column, and what it says of a person."""
        return {column: about for about, names in self.columns.items() for column in names.split()}


N, WHO, NAME, ACCOUNT, WORDS, DEED = About
_NO, _YES = Basis.NONE, Basis.INTERESTS

WITH_PERSON = "until the person asks that it be deleted"
WITH_LEAVER = "until the person asks that it be deleted, or {leavers} after they left"
WITH_ADOPTER = "as long as the programme keeps the adopter's record"
WORK = "needed to answer"


def _instead(*columns: str) -> tuple[tuple[str, str], ...]:
    """The person's id in these columns becomes that of a former colleague."""
    return tuple((column, f"CASE WHEN {column} = :person THEN :former ELSE {column} END") for column in columns)


def _theirs(*columns: str) -> tuple[tuple[str, str], ...]:
    """These columns are emptied where the person said it; what a colleague said and the person confirmed stays."""
    return tuple((column, f"CASE WHEN person = :person THEN '' ELSE {column} END") for column in columns)


_TALKER = "IN (SELECT id FROM people WHERE adopter = :adopter)"

REGISTER: tuple[Held, ...] = (
    Held(
        "wishes", "what was looked for and not found, and how often", "so that guidance is written that is missing",
        _YES, or_sooner("wishes"), {WORDS: "words", N: "times", DEED: "last_at"},
        mine="times = 1 AND last_at IN (SELECT at FROM events WHERE person = :person)",
    ),
    Held(
        "facts", "the adopter's evidence: what was told, and who told and confirmed it",
        "the adopter shows with it what it did, and who says so", _YES, WITH_ADOPTER,
        {N: "id adopter name sure replaces withdrawn step step_version entry", WHO: "person confirmed_by",
         WORDS: "value words", ACCOUNT: "channel conversation source_link event", DEED: "at"},
        mine="(person = :person OR confirmed_by = :person)",
        cleared=(
            *_theirs("words", "conversation", "source_link"), ("event", "''"), *_instead("person", "confirmed_by"),
        ),
        names_in="value words", at="adopter = :adopter",
    ),
    Held(
        "current_facts", "which fact counts now", "it follows from the evidence", _NO, WITH_ADOPTER,
        {N: "adopter name entry fact"},
    ),
    Held(
        "adopters", "organisations", "whose record it is", _NO, WITH_ADOPTER,
        {N: "key name name_folded joined_on quarters merged_into team_address escalate code_hash added_at wake_at"
         " closed_on"},
        secret=("code_hash",),
    ),
    Held(
        "tracks", "how far each adopter is, and since when", "it follows from the evidence", _NO, WITH_ADOPTER,
        {N: "adopter at_step started_at last_at finished_at stamp"},
    ),
    Held(
        "milestones", "the same of each step", "it follows from the evidence", _NO, WITH_ADOPTER,
        {N: "adopter step state begun_at reached_at last_at"},
    ),
    Held(
        "notes", "what officers wrote down about an adopter", "so that the next officer knows it", _YES, WITH_ADOPTER,
        {N: "id adopter", NAME: "officer", WORDS: "words", DEED: "at"},
        mine="adopter = :adopter AND words LIKE :named", cleared=(("words", "words"),), names_in="words",
        at="adopter = :adopter",
    ),
    Held(
        "workspaces", "a Slack workspace or Teams tenant that is an adopter's own, and who said so",
        "so that colleagues need no code", _YES, WITH_ADOPTER,
        {N: "channel workspace adopter", DEED: "bound_at", WHO: "bound_by"},
        mine="bound_by = :person", cleared=_instead("bound_by"),
    ),
    Held(
        "wrong_codes", "that a join code was wrong: which account and when, never what",
        "so that nobody guesses codes", _YES, or_sooner("strangers"),
        {N: "id", ACCOUNT: "channel workspace user", DEED: "at"},
        mine="channel || ':' || workspace || ':' || \"user\" IN (:accounts)",
    ),
    Held(
        "gone", "places where nothing arrives any more", "so that nothing is sent there", _YES,
        "until something is heard from there", {ACCOUNT: "channel workspace conversation", N: "error", DEED: "at"},
        mine="channel || ':' || workspace || ':' || conversation IN (:lanes)",
    ),
    Held(
        "case_lines", "what was said in a conversation with the programme", "to answer it, and to read it again",
        Basis.CONSENT, or_sooner("cases"),
        {N: "seq case_id who", NAME: "name", WORDS: "words", DEED: "at"},
        mine="case_id IN (SELECT id FROM cases WHERE person = :person)",
        names_in="name words", at="case_id IN (SELECT id FROM cases WHERE adopter = :adopter)",
    ),
    Held(
        "outbox", "messages on their way; the text is taken out when one has arrived", "so that none is lost", _YES,
        or_sooner("messages"),
        {N: "id state channel adopter windows rank give_up_at unless_step after_fact due_at leased leased_by attempts"
         " doubts error about_case last turn", WHO: "person diverted",
         ACCOUNT: "lane address handle", WORDS: "message",
         DEED: "nudge created_at ended_at"},
        mine="(person = :person OR lane IN (:lanes) OR diverted LIKE :holds"
        " OR about_case IN (SELECT id FROM cases WHERE person = :person))",
        names_in="message", at="(adopter = :adopter OR person IN (:peers))",
    ),
    Held(
        "cases", "conversations with people at the programme", "to answer them", Basis.CONSENT,
        or_sooner("cases"),
        {N: "id adopter quiet", WHO: "person", ACCOUNT: "address", DEED: "opened_at closed_at waits_since",
         NAME: "closed_by officer"},
        mine="person = :person", names_in="closed_by", at="adopter = :adopter",
    ),
    Held(
        "audit", "what officers did on the programme's pages or by command",
        "so that the programme can say who changed what", _YES, WITH_ADOPTER,
        {N: "id act adopter", NAME: "officer", DEED: "at", WHO: "about"},
        mine="about = :person", cleared=_instead("about"),
    ),
    Held(
        "said", "the web chat's history (Slack, Teams and the terminal keep their own)", "to read it again", _YES,
        or_sooner("history"),
        {N: "seq", WHO: "talker who", WORDS: "text message", DEED: "at", ACCOUNT: "event"},
        mine="talker IN (:talkers)", names_in="text message", at=f"(talker {_TALKER} OR talker IN (:peers))",
    ),
    Held(
        "talks", "where a dialogue stands, with what was heard and not yet confirmed", WORK, _YES,
        "until the next turn changes it; of somebody who never came in, {strangers}",
        {WHO: "talker", WORDS: "talk", DEED: "at"},
        mine="(talker IN (:talkers) OR talk LIKE :holds)", names_in="talk", at=f"talker {_TALKER}",
    ),
    Held(
        "unread_turns", "what somebody sent beyond what is read at once", WORK, _YES, "until it is read",
        {N: "id", ACCOUNT: "event account", DEED: "at", WORDS: "turn"}, mine="account IN (:accounts)",
    ),
    Held(
        "step_cares", "who looks after a step", "so that the right person is reminded", _YES, WITH_ADOPTER,
        {N: "adopter step", WHO: "care"}, mine="care LIKE :holds", cleared=(("care", "replace(care, :person, '')"),),
    ),
    Held(
        "person_cares", "a person's reminders: pauses, and when they were last seen", "so that nobody is pestered",
        _YES, WITH_PERSON, {WHO: "person", DEED: "care last_seen"}, mine="person = :person",
    ),
    Held(
        "nudges", "reminders that were sent, and why", "so that none comes twice", _YES, or_sooner("reminders"),
        {N: "adopter steps why", WHO: "key person", DEED: "at"}, mine="(person = :person OR key LIKE :holds)",
    ),
    Held("gatherings", "what adopters come together for", "so that people can sign up", _NO, WITH_ADOPTER,
         {N: "key gathering ends_at taken waiting last_number"}),
    Held(
        "sign_ups", "who has signed up for a gathering, and who was there", "they asked for it", Basis.CONSENT,
        WITH_PERSON, {N: "gathering number said", WHO: "person", DEED: "state at"}, mine="person = :person",
    ),
    Held(
        "reflections", "what somebody says that they learned: their own, and others' too where they agreed",
        "they asked for it", Basis.CONSENT, WITH_PERSON,
        {N: "id adopter about title shared", WHO: "person", WORDS: "first_words second_words", DEED: "at"},
        mine="person = :person", names_in="first_words second_words", at="adopter = :adopter",
    ),
    Held(
        "peer_organisations", "what an organisation says of itself to other adopters, once its lead agreed",
        "so that people can be introduced who can help each other", _NO, WITH_ADOPTER,
        {N: "adopter profile shared"},
    ),
    Held(
        "peer_profiles", "what somebody shares with other adopters' people: what went well, what is hard",
        "they asked for it", Basis.CONSENT, WITH_PERSON, {N: "shared rounds", WHO: "person", DEED: "profile"},
        mine="person = :person",
    ),
    Held(
        "introductions", "who was introduced to whom, about what, and whether it helped", "they asked for it",
        Basis.CONSENT, WITH_PERSON,
        {N: "id asker_adopter helper_adopter topic state in_round", WHO: "asker helper ended_by told",
         DEED: "asker_said helper_said asker_outcome helper_outcome asked_at opened_at ended_at"},
        mine="(asker = :person OR helper = :person)",
        cleared=(
            *_instead("asker", "helper", "ended_by"), ("told", "replace(told, :person, '')"),
            ("state", "CASE WHEN state IN ('asked', 'open') THEN 'gone' ELSE state END"),
        ),
    ),
    Held(
        "peer_lines", "what the bot passes on between two people, and an address until both gave one",
        "they asked for it", Basis.CONSENT, "until it was passed on and the introduction has ended",
        {N: "id introduction kind told", WHO: "person", WORDS: "words"}, mine="person = :person",
    ),
    Held(
        "subscriptions", "who hears of new briefings", "they asked for it", Basis.CONSENT, WITH_PERSON,
        {N: "id adopter topic rhythm", WHO: "person", ACCOUNT: "place_key place", DEED: "since"},
        mine="person = :person",
    ),
    Held(
        "deliveries", "to whom a briefing went", "so that nobody gets one twice", _YES, WITH_PERSON,
        {N: "briefing subscription waits", WHO: "reader", DEED: "at"},
        mine="reader IN (:talkers)",
    ),
    Held("publications", "how far a briefing has gone", "so that it goes on after a stop", _NO, WITH_ADOPTER,
         {N: "briefing state begun_at cursor"}),
    Held("briefing_counts", "how often a briefing was shown, read, found useful", "to make it better", _NO,
         WITH_ADOPTER, {N: "briefing what times"}),
    Held(
        "access", "in which round a person's links and sessions are", "so that they can be ended", _YES, WITH_PERSON,
        {WHO: "subject", N: "round"}, mine="(subject = :person OR subject = 'calendar:' || :person)",
    ),
    Held("used_links", "links that were used, by a mark that names nobody", "so that a link works once", _NO,
         "until the link would have ended", {N: "mark ends_at"}, secret=("mark",)),
    Held(
        "machine_values", "small values of the machine's own: the officers' inbox, codes that link an account, who"
        " is writing an answer",
        "so that the bot goes on after a restart", _YES,
        "until they are replaced; a linking code for minutes, who is writing for seconds",
        {N: "key", WHO: "value"}, mine="(key >= 'link:' AND key < 'link;' AND value LIKE :holds)",
        secret=("key", "value"),
    ),
    Held("workers", "processes that are sending", "so that two do not send the same", _NO, "while they run",
         {N: "id host pid beats"}),
    Held("erasures", "that something was deleted at a person's wish: when, at which adopter, how many rows",
         "to show that it was done", _NO, WITH_ADOPTER, {N: "id at adopter counts going mark cleared_at"},
         secret=("mark",)),
    Held(
        "events", "every event that was answered", "so that none is answered twice", _YES, or_sooner("events"),
        {ACCOUNT: "event channel", N: "kind adopter", WHO: "person", DEED: "at"}, mine="person = :person",
    ),
    Held(
        "met", "where a person was met, and when last", "so that answers and reminders reach them", _YES,
        WITH_PERSON, {WHO: "person", ACCOUNT: "channel workspace conversation thread private reference",
                      DEED: "met_at"},
        mine="person = :person",
    ),
    Held(
        "accounts", "by which account a person is known", "so that they are known again", _YES, WITH_PERSON,
        {ACCOUNT: "channel workspace user", WHO: "person", DEED: "linked_at"}, mine="person = :person",
    ),
    Held(
        "people", "who somebody is: name, role, adopter", "so that colleagues know who told what", _YES, WITH_LEAVER,
        {WHO: "id", NAME: "name", N: "adopter officer", DEED: "role timezone left_on"}, mine="id = :person",
    ),
)  # fmt: skip
"""In the order in which a person's rows are taken out: what others are found by goes last."""


def kept_about_people(spans: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Of each table that is about people what is in it, what for, on what basis, how long: for the privacy page."""
    personal = sorted((held for held in REGISTER if held.mine), key=lambda held: held.what)
    return [(held.what, held.why, held.basis.value, held.how_long(spans)) for held in personal]
