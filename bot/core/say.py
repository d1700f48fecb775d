"""Saying things: phrases of the content, filled and turned into messages."""

from __future__ import annotations

import re
from typing import Any

from bot.core.journey import Journey
from bot.core.model import Choice, Message

PHRASES: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "welcome_unknown": "programme",
        "ask_code": "programme officer_email",
        "wrong_code": "officer_email",
        "slow_down": "minutes",
        "ask_name": "adopter",
        "ask_role": "name",
        "ask_workspace": "adopter",
        "joined": "name adopter programme",
        "welcome_back": "name summary",
        "offers": "offers programme",
        "expects": "expects programme",
        "heard": "facts",
        "read_back": "facts",
        "read_back_unsure": "facts",
        "recorded": "facts",
        "recorded_change": "facts before person date",
        "nothing_changed": "",
        "denied_ask_again": "",
        "undone": "facts",
        "nothing_to_undo": "",
        "contradiction": "facts before person date",
        "change_read_back": "facts before",
        "not_understood": "",
        "not_understood_question": "hint",
        "which_one": "",
        "too_long": "limit",
        "other_language": "",
        "other": "",
        "empty_message": "",
        "status": "summary programme",
        "status_line_done": "step summary",
        "status_line_begun": "step summary",
        "status_line_open": "step",
        "status_line_waiting": "step after",
        "next_step": "step why",
        "nothing_next": "",
        "help": "programme",
        "why_asked": "why",
        "good_answer": "good",
        "no_question": "",
        "skipped": "",
        "back_to": "question",
        "start_again_confirm": "",
        "start_again_done": "",
        "start_again_kept": "",
        "greeting": "name",
        "thanks": "",
        "ask_quarter": "words",
        "ask_vague_date": "words",
        "ask_impossible_date": "words",
        "ask_share": "words",
        "ask_open": "question",
        "ask_hope": "question",
        "ask_contradiction": "question",
        "ask_no_address": "",
        "same_date": "date",
        "old_button": "now",
        "foreign_button": "",
        "unknown_button": "",
        "step_begins": "step purpose",
        "step_done": "step ends",
        "step_opens": "steps",
        "journey_done": "programme recurs",
        "report": "adopter summary",
        "report_empty": "",
        "badge": "home_url",
        "person_offered": "officer_name",
        "person_contact": "officer_name officer_email",
        "signpost_resident": "",
        "signpost_staff_hazard": "",
        "private_details": "",
        "not_kept": "",
        "snoozed": "until",
        "snooze_until_when": "",
        "paused": "",
        "resumed": "",
        "hand_over_offer": "person step",
        "hand_over_asked": "by step",
        "hand_over_accepted": "person step",
        "hand_over_declined": "person step",
        "hand_over_unknown": "person",
        "hand_over_who": "step",
        "hand_over_which": "person",
        "leaving": "",
        "nudge": "step why ask",
        "nudge_digest": "count",
        "nudge_quiet": "step",
        "nudge_tell_lead": "person step",
        "nudge_before": "step why say",
        "nudge_also": "step why",
        "nudge_named": "person text",
        "nudge_why_you": "fact",
        "nudge_why_told": "person fact",
        "nudge_why_recurs": "last rhythm",
        "nudge_why_asked": "",
        "nudge_why_open": "date",
        "nudge_why_since": "date",
        "nudge_not_yet": "date",
        "nudge_in_hand": "",
        "nudge_overtaken": "step person",
        "nudge_escalated": "adopter step",
        "snoozed_step": "step until",
        "snoozed_all": "adopter until",
        "paused_step": "step",
        "paused_all": "adopter",
        "resumed_all": "adopter",
        "less_often": "",
        "as_often": "",
        "closed_noted": "adopter dates",
        "closed_when": "",
        "hours_noted": "hours",
        "hand_over_returned": "person step",
        "hand_over_asked_all": "by steps",
        "hand_over_again": "person",
        "leaving_ask": "date steps",
        "leaving_offered": "person steps",
        "leaving_stay": "",
        "team_here": "adopter",
        "team_off": "",
        "team_private": "",
        "team_shared": "",
        "link_code": "code minutes",
        "link_done": "name",
        "link_wrong": "",
        "link_self": "",
        "edited": "",
        "sorry": "",
        "deleted": "",
        "about_charter": "programme officer_name officer_email",
        "guidance_list": "",
        "guidance_none": "words officer_name",
        "learning": "officer_email",
        "quarters_noted": "meaning",
        "role_noted": "role",
        "workspace_noted": "adopter",
        "name_noted": "name",
    }.items()
}
"""Every phrase that the Python says, and the placeholders that it fills. `bot check` compares content with this."""


def text_of(journey: Journey, phrase: str, nth: int = 0, /, **words: Any) -> str:
    """The phrase's text; `nth` picks among its variants, in turn. Raises KeyError for a phrase that is missing."""
    variants = journey.phrases[phrase]
    parts = _PLACEHOLDER.split(variants[nth % len(variants)])
    return "".join(str(words.get(p, "")) if i % 2 else p for i, p in enumerate(parts))


def message(
    journey: Journey, phrase: str, choices: tuple[Choice, ...] = (), nth: int = 0, /, **words: Any
) -> Message:
    """A message that says one phrase."""
    return Message(text_of(journey, phrase, nth, **words), phrase, choices)


_PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")
