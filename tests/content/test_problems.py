"""Every rule of content is broken once (`__error`), with a twin beside it that is right (`__ok`).

Codes and places are asserted, never the wording. An `error` case must give exactly the one problem that it names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.content.problems import Rule
from tests.content.pledge import Size, pledge_in

COMMITTEE, VISITORS, NOTICE, STEP = (
    "steps/committee.yaml",
    "steps/visitors.yaml",
    "steps/notice.yaml",
    "steps/pledge.yaml",
)
JOURNEY, ANSWERS, HEAVY, OLD = "journey.yaml", "answers.yaml", "briefings/heavy-doors.md", "briefings/doors-2025.md"
SAYS, FACTS, LINKS, LOOK = "phrases.yaml", "facts.yaml", "links.yaml", "identity.yaml"


@dataclass(frozen=True, slots=True)
class Case:
    """One edit. Its name says which rule it breaks (`RULE__…_error`), or that all stays well (`RULE__…_ok`)."""

    name: str
    file: str
    old: str
    new: str = ""
    at: str = ""
    """A text in the line that the problem must name; empty: not looked at."""
    where: str = ""
    """The file of the problem, when it is another than the one edited."""
    today: date | None = None
    limits: tuple[Size, ...] = ()

    @property
    def code(self) -> str:
        return self.name.partition("__")[0].upper()


MORE = """label: Yearly
      - value: daily
        label: Daily
      - value: never
        label: Never
      - value: other
        label: Other
"""

UNUSED = """unused:
  title: A page that nothing leads to
  address: https://halls.example/unused
  owner: The Village Halls' Circle
  checked: {on: 2026-07-01, against: the page itself}
"""

CASES = (
    # ---- files
    Case("file_missing__error", JOURNEY, "  - pledge\n", "  - pledge\n  - roof\n", "- roof"),
    Case("file_unknown__error", "notes.txt", "", "buy tape"),
    Case("file_unknown__folder_error", "briefings/door.docx", "", "x"),
    Case("file_unknown__ok", "README.md", "", "# How to edit"),
    Case("file_unknown__hidden_ok", ".notes", "", "x"),
    Case("file_unknown__understanding_ok", "understanding/steps.yaml", "", "x: y"),
    # ---- identity
    Case("colour_wrong__error", LOOK, 'ground: "#f3f5f3"', 'ground: "white"', "white"),
    Case("colour_wrong__ok", LOOK, 'ground: "#f3f5f3"', 'ground: "#FFFFFF"'),
    Case("contrast_low__text_error", LOOK, 'soft: "#4a5958"', 'soft: "#8a9998"', "#8a9998"),
    Case("contrast_low__text_ok", LOOK, 'soft: "#4a5958"', 'soft: "#606b6a"'),
    Case("contrast_low__control_error", LOOK, 'strong_edge: "#82948f"', 'strong_edge: "#4c5a57"', "#4c5a57"),
    Case("contrast_low__control_ok", LOOK, 'strong_edge: "#82948f"', 'strong_edge: "#6f807b"'),
    Case("contrast_low__logo_error", LOOK, 'focus_ink: "#0b0c0c"\n    mark: "#ffd66b"\n  dark',
         'focus_ink: "#0b0c0c"\n    mark: "#2f6f6a"\n  dark', 'bar: "#0b4f4a"'),
    Case("key_missing__colour_error", LOOK, '    danger: "#a3231c"\n', "", 'ground: "#f3f5f3"'),
    Case("key_unknown__colour_error", LOOK, 'danger: "#a3231c"', 'danger: "#a3231c"\n    dangr: "#000000"', "dangr"),
    Case("text_too_long__name_error", LOOK, "name: Hall Bot", "name: The Bot of the Village Halls' Circle", "name:",
         limits=(Size("teams", "manifest.name.short", 30),)),
    # ---- YAML
    Case("yaml_syntax__error", STEP, "purpose: Choose what to change first.", "purpose: Note: choose", "purpose:"),
    Case("yaml_syntax__ok", STEP, "purpose: Choose what to change first.", "purpose: 'Note: choose'"),
    Case("yaml_tab__error", SAYS, "  - \"Kept:", "\t- \"Kept:", "Kept:"),
    Case("yaml_tab__inside_ok", SAYS, "Goodbye.", "Goodbye. #\tbye"),
    Case("yaml_unsafe__tag_error", SAYS, "bye: Goodbye.", "bye: !!python/none Goodbye.", "bye:"),
    Case("yaml_unsafe__anchor_error", SAYS, "bye: Goodbye.", "bye: &b Goodbye.", "bye:"),
    Case("yaml_unsafe__ok", SAYS, "bye: Goodbye.", "bye: Goodbye & good luck!"),
    Case("yaml_duplicate__error", SAYS, "bye: Goodbye.", "bye: Goodbye.\nbye: Farewell.", "Farewell"),
    Case("yaml_duplicate__ok", SAYS, "bye: Goodbye.", "bye:\n  - Goodbye.\n  - Goodbye."),
    # ---- keys and values
    Case("key_unknown__error", COMMITTEE, "purpose: The", "_note: mine\nporpose: x\npurpose: The", "porpose"),
    Case("key_unknown__own_ok", COMMITTEE, "purpose: The", "_note: mine\npurpose: The"),
    Case("key_missing__error", VISITORS, "    why: Any number is fine.\n", "", "key: visitors.took_part"),
    Case("key_missing__options_error", VISITORS, "kind: number", "kind: choices", "key: visitors.took_part"),
    Case("key_missing__source_error", HEAVY, "source: The Circle's hall visits\n", "", "title:"),
    Case("key_missing__published_error", HEAVY, "published: 2026-02-01\n", "", "title:"),
    Case("key_missing__good_ok", COMMITTEE, "    good: '\"They noted it.\"'\n"),
    Case("type_wrong__error", COMMITTEE, "version: 2", "version: two", "version:"),
    Case("type_wrong__flag_error", NOTICE, "recurs: true", "recurs: 1", "recurs:"),
    Case("type_wrong__phrase_error", SAYS, "bye: Goodbye.", "bye: 7", "bye:"),
    Case("type_wrong__block_error", STEP, "done_when:\n  rule: one_of\n  fact: pledge.state\n  values: [agreed]",
         "done_when: one_of", "done_when:"),
    Case("type_wrong__ok", COMMITTEE, "version: 2", "version: 3"),
    Case("value_unknown__error", VISITORS, "kind: number", "kind: numbr", "numbr"),
    Case("value_unknown__rule_error", NOTICE, "rule: all_filled", "rule: all_field", "all_field"),
    Case("value_unknown__nation_error", HEAVY, "nation: England", "nation: Narnia", "Narnia"),
    Case("value_unknown__done_error", STEP, "values: [agreed]", "values: [agred]", "done_when:"),
    Case("value_unknown__ok", HEAVY, "nation: England", "nation: Wales"),
    Case("value_empty__error", STEP, "ends_with: Now tell people.", "ends_with: ' '", "ends_with"),
    Case("value_empty__phrase_error", SAYS, "bye: Goodbye.", "bye: ''", "bye:"),
    Case("value_empty__null_error", STEP, "ends_with: Now tell people.", "ends_with:", "ends_with"),
    Case("value_empty__needed_error", STEP, "owner: keeper", "owner:", "owner"),
    Case("value_empty__ok", STEP, "ends_with: Now tell people.\n"),
    Case("date_wrong__error", STEP, "valid_from: 2026-01-10", "valid_from: 10 January", "valid_from"),
    Case("date_wrong__time_error", STEP, "valid_from: 2026-01-10", "valid_from: 2026-01-10 10:00:00", "valid_from"),
    Case("date_wrong__quoted_ok", STEP, "valid_from: 2026-01-10", "valid_from: '2026-01-10'"),
    # ---- references
    Case("reference_dead__owner_error", STEP, "owner: keeper", "owner: kepper", "owner:"),
    Case("reference_dead__only_if_error", VISITORS, "fact: visitors.state\n        values",
         "fact: visitor.state\n        values", "fact: visitor.state"),
    Case("reference_dead__at_most_error", VISITORS, "label: Visitors who answered",
         "label: Visitors who answered\n    at_most: visitors.asked", "at_most"),
    Case("reference_dead__at_most_unless_error", VISITORS, "label: Visitors who answered",
         "label: Visitors who answered\n    at_most_unless:\n      - fact: visitors.ways\n        values: [card]",
         "fact: visitors.ways"),
    Case("reference_dead__done_error", STEP, "  fact: pledge.state", "  fact: pledge.date", "done_when:"),
    Case("reference_dead__tell_error", COMMITTEE, "then_tell: trustee", "then_tell: boss", "then_tell"),
    Case("reference_dead__no_date_error", COMMITTEE, "    committee.date: 2", "    committee.outcome: 2",
         "before_date"),
    Case("reference_dead__recurs_error", NOTICE, "recurs_by: notice.frequency", "recurs_by: notice.often",
         "recurs_by"),
    Case("reference_dead__briefing_step_error", HEAVY, "steps: [visitors]", "steps: [visitor]", "steps:"),
    Case("reference_dead__audience_error", HEAVY, "[keeper, helper]", "[keeper, elf]", "audience:"),
    Case("reference_dead__audience_ok", HEAVY, "[keeper, helper]", "[everyone]"),
    Case("duplicate_name__question_error", VISITORS, "- key: visitors.took_part", "- key: notice.frequency",
         where=NOTICE),
    Case("duplicate_name__option_error", VISITORS, "value: chat", "value: card  # again", "# again"),
    Case("duplicate_name__label_error", VISITORS, "label: Planned", "label: not yet", "key: visitors.state"),
    Case("duplicate_name__step_error", JOURNEY, "  - sticker", "  - sticker\n  - pledge"),
    Case("duplicate_name__role_error", JOURNEY, "offers:", "  - key: helper\n    label: Hand\noffers:", "roles:"),
    Case("duplicate_name__answer_error", ANSWERS, "- What does it cost?", "- is it only for  villages",
         "- is it only"),
    Case("duplicate_name__ok", VISITORS, "label: Planned", "label: It is planned"),
    # ---- the order of steps
    Case("step_unreachable__unlisted_error", "steps/roof.yaml", "", "title: Roof"),
    Case("step_unreachable__never_done_error", STEP, "  rule: one_of\n  fact: pledge.state\n  values: [agreed]\n",
         "  rule: never\n", "opens_after", NOTICE),
    Case("step_no_question__error", "steps/sticker.yaml", "rule: never", "rule: all_filled", "done_when"),
    Case("step_no_question__ok", "steps/sticker.yaml", "done_when:\n  rule: never\n"),
    # ---- phrases and placeholders
    Case("phrase_missing__error", SAYS, "bye: Goodbye.\n"),
    Case("phrase_missing__variants_ok", SAYS, "bye: Goodbye.", "bye:\n  - Goodbye.\n  - Farewell."),
    Case("phrase_unused__error", SAYS, "bye: Goodbye.", "bye: Goodbye.\nhelo: Hi.", "helo"),
    Case("placeholder_unknown__error", SAYS, "Hello {name}.", "Hello {nam}.", "{nam}"),
    Case("placeholder_unknown__variant_error", SAYS, "{person}, I", "{persons}, I", "{persons}"),
    Case("placeholder_unknown__ask_error", STEP, "Is the pledge settled?", "'{name}, is it settled?'",
         "is it settled"),
    Case("placeholder_unknown__say_error", VISITORS, '"{value} visitors answered"', '"{value} of {all}"', "{all}"),
    Case("placeholder_unknown__summary_error", COMMITTEE, "{committee.date}", "{visitors.state}", "summary:"),
    Case("placeholder_unknown__answer_error", ANSWERS, "A stamp.", "'{price}'", "{price}"),
    Case("placeholder_unknown__ok", SAYS, "Hello {name}.", "Hello."),
    Case("placeholder_missing__error", SAYS, '"Kept: {facts}"', '"Kept."', '"Kept."'),
    Case("placeholder_missing__say_error", VISITORS, '"{value} visitors answered"', "many", "say: many"),
    Case("placeholder_missing__options_say_ok", VISITORS, '"asking visitors: {value}"', "asking visitors"),
    # ---- sizes
    Case("text_too_long__error", STEP, "Settled\n", "Settled for good and all\n", "for good",
         limits=(Size("slack", "button.text", 23),)),
    Case("text_too_long__ok", STEP, "Settled\n", "Settled for good and all\n",
         limits=(Size("slack", "button.text", 24),)),
    Case("text_too_long__other_row_ok", STEP, "Settled\n", "Settled \n", limits=(Size("slack", "view.title", 1),)),
    Case("text_wordy__error", SAYS, "bye: Goodbye.", "bye:" + " So it is." * 13 + " So on.", "bye:"),
    Case("text_wordy__ok", SAYS, "bye: Goodbye.", "bye:" + " So it is." * 13 + " So."),
    Case("text_hard__error", SAYS, "Goodbye.", "Considerable organisational implications necessitate comprehensive "
         "interdepartmental deliberation beforehand, inevitably.", "Considerable"),
    Case("text_hard__ok", SAYS, "Goodbye.", "We may have to talk about this with all of the others first."),
    Case("term_other__error", SAYS, "Goodbye.", "See you at the venue.", "venue"),
    Case("term_other__ok", SAYS, "Goodbye.", "See you at the hall."),
    Case("word_avoided__error", SAYS, "Goodbye.", "Wait whilst I look.", "whilst"),
    Case("word_avoided__ok", SAYS, "Goodbye.", "You can say \"whilst\" to me."),
    Case("reference_dead__begins_error", JOURNEY, "offers:", "begins: [comittee]\noffers:", "begins:"),
    Case("reference_dead__begins_of_a_role_error", JOURNEY, "label: Volunteer",
         "label: Volunteer\n    begins: [roof]", "roles:"),
    Case("reference_dead__group_error", VISITORS, "label: Planned",
         "label: Planned\n        behind: more", "value: planned"),
    Case("value_empty__group_error", VISITORS, "- key: visitors.state",
         "- groups: [{key: more, label: More, ask: Which?}]\n    key: visitors.state", "- groups"),
    Case("too_many_choices__error", NOTICE, "label: Yearly\n",
         MORE,
         "options:", limits=(Size("slack", "select.options", 4),)),
    Case("too_many_choices__ok", NOTICE, "label: Yearly\n",
         "label: Yearly\n      - value: daily\n        label: Daily\n", limits=(Size("slack", "select.options", 4),)),
    # ---- checks that are overdue
    Case("link_not_https__error", LINKS, "https://halls", "http://halls", "address:"),
    Case("link_not_https__script_error", LINKS, "https://halls.example", "javascript:alert(1)", "address:"),
    Case("link_not_https__in_brackets_error", LINKS, "https://halls.example", "https://halls.example/)b", "address:"),
    Case("link_not_https__ok", LINKS, "https://halls.example", "https://halls.example:8443/a?b=c#d"),
    Case("link_unused__error", LINKS, "circle:", UNUSED + "circle:", "title: A page"),
    Case("link_unused__in_a_fact_ok", FACTS, "source:", "link: circle\n  source:"),
    Case("reference_dead__link_of_a_fact_error", FACTS, "source:", "link: circel\n  source:", "link:"),
    Case("reference_dead__link_error", HEAVY, "Hook a", "[Hook](link:circel) a", "[Hook](link"),
    Case("reference_dead__answers_briefing_error", ANSWERS, "cost:", "cost:\n  briefings: [heavy]", "briefings:"),
    Case("reference_dead__answers_briefing_ok", ANSWERS, "cost:", "cost:\n  briefings: [heavy-doors]"),
    Case("reference_dead__link_ok", HEAVY, "Hook a", "[Hook](link:circle) a"),
    Case("link_written_out__error", HEAVY, "Hook a", "See https://halls.example/door. Hook a", "Hook a"),
    Case("link_written_out__phrase_error", SAYS, "bye: Goodbye.", "bye: See http://halls.example.", "bye:"),
    Case("link_written_out__stands_for_any_ok", SAYS, "bye: Goodbye.", "bye: Begin with https://, as in https://example.org/us"),
    Case("check_overdue__link_error", LINKS, "on: 2026-07-01", "on: 2026-04-01", "checked:", today=date(2026, 10, 2)),
    Case("check_overdue__briefing_error", STEP, "title: Settle", "title: Now settle", "checked:", HEAVY,
         today=date(2026, 12, 2)),
    Case("check_overdue__ok", STEP, "title: Settle", "title: Now settle", today=date(2026, 12, 1)),
    Case("check_overdue__longer_ok", HEAVY, "owner:", "check_after_months: 7\nowner:", today=date(2026, 12, 2)),
    Case("check_overdue__no_day_ok", STEP, "title: Settle", "title: Now settle"),
    Case("check_overdue__fact_error", FACTS, "on: 2026-07-01", "on: 2026-04-01", "checked:", today=date(2026, 10, 2)),
    # ---- what is stated
    Case("answer_opening__no_error", ANSWERS, "answer: Any hall", "answer: No, any hall", "answer: No, any"),
    Case("answer_opening__yes_error", ANSWERS, "answer: A stamp.", "answer: Yes. A stamp.", "answer: Yes."),
    Case("answer_opening__ok", ANSWERS, "answer: A stamp.", "answer: No more than a stamp, and nothing later."),
    Case("fact_unnamed__error", ANSWERS, "answer: A stamp.", "answer: A stamp, under the ramps rule."),
    Case("fact_unnamed__question_error", ANSWERS, "What does it cost?", "Is the Ramps Rule law?"),
    Case("fact_unnamed__briefing_error", HEAVY, "and pull.", "and pull. The ramps rule says how.", "title: Heavy"),
    Case("fact_unnamed__ok", ANSWERS, "answer: A stamp.", "answer: A stamp (ramps rule).\n  facts: [ramps]"),
    Case("fact_unnamed__other_words_ok", ANSWERS, "answer: A stamp.", "answer: A stamp; the ramps ruler is free."),
    Case("fact_undated__error", FACTS, "  in_force_from: 2025-03-01\n", "", "fact: A ramp"),
    Case("fact_undated__announced_ok", FACTS, "in_force_from: 2025-03-01", "announced_on: 2025-03-01"),
    Case("fact_undated__no_law_ok", FACTS, "about: law\n  names: [ramps rule]\n  in_force_from: 2025-03-01",
         "about: charter"),
    Case("fact_date__error", HEAVY, "owner: Sam Okoro", "in_force_from: 2025-04-01\nfacts: [ramps]\nowner: Sam Okoro",
         "in_force_from"),
    Case("fact_date__announced_error", HEAVY, "owner: Sam Okoro",
         "announced_on: 2025-03-01\nfacts: [ramps]\nowner: Sam Okoro", "announced_on"),
    Case("fact_date__ok", HEAVY, "owner: Sam Okoro", "in_force_from: 2025-03-01\nfacts: [ramps]\nowner: Sam Okoro"),
    Case("reference_dead__fact_error", ANSWERS, "answer: A stamp.", "answer: A stamp.\n  facts: [ramp]", "facts:"),
    Case("key_missing__checked_error", HEAVY, "checked:\n  on: 2026-06-01\n  against: the leaflet itself\n", "",
         "title: Heavy"),
    Case("key_missing__against_error", HEAVY, "  against: the leaflet itself\n", "", "on: 2026-06-01"),
    # ---- briefings
    Case("briefing_no_front__error", "briefings/new.md", "", "# Ramps\n\nBuild one.\n"),
    Case("briefing_no_front__open_error", "briefings/new.md", "", "---\ntitle: Ramps\n\nBuild one.\n"),
    Case("briefing_empty__error", OLD, "\nAsk a strong friend.\n", "\n"),
    Case("briefing_html__block_error", HEAVY, "- Write down", "<div>x</div>\n\n- Write down", "<div>"),
    Case("briefing_html__inline_error", HEAVY, "and pull.", "and <b>pull</b>.", "<b>"),
    Case("briefing_title__error", HEAVY, "title: Heavy doors", f"title: {'Heavy ' * 11}doors", "title:"),
    Case("briefing_title__ok", HEAVY, "title: Heavy doors", f"title: {'Heavy ' * 9}doors"),
    Case("briefing_table__error", HEAVY, "- Write", "| | b |\n|---|---|\n| c | d |\n\n- Write", "| | b |"),
    Case("briefing_table__ok", HEAVY, "- Write", "| a | b |\n|---|---|\n| c | |\n\n- Write"),
    Case("briefing_download__error", HEAVY, "topics:", "download: The leaflet\ntopics:", "download:"),
    Case("briefing_html__code_ok", HEAVY, "and pull.", "and `<b>` pull, 3 < 4. See <https://example.org>."),
    Case("briefing_summary__error", HEAVY, "scale is enough.", "scale will do. It is cheap.", "summary:"),
    Case("briefing_summary__ok", HEAVY, "scale is enough.", "scale is enough (about 3.5 kg)."),
    Case("briefing_status__current_error", OLD, "status: superseded\n", "status: current\n", "status:"),
    Case("briefing_status__alone_error", HEAVY, "supersedes: doors-2025\n", "", "status:", OLD),
    Case("reference_dead__supersedes_error", OLD, "owner: Sam Okoro", "owner: Sam Okoro\nsupersedes: doors-1999",
         "supersedes"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_problem(case: Case, tmp_path: Path) -> None:
    pledge = pledge_in(tmp_path)
    pledge.today, pledge.limits = case.today, case.limits
    pledge.edit(case.file, case.old, case.new)
    found = pledge.found()
    if case.name.endswith("ok"):
        assert found == set()
        return
    file = case.where or case.file
    assert {(code, name) for code, name, _ in found} == {(case.code, file)}
    assert not case.at or found == {(case.code, file, pledge.line(file, case.at))}


def test_each_name_says_one_rule_and_how_it_ends() -> None:
    assert {c.code for c in CASES} <= {rule.name for rule in Rule}
    assert all(c.name.endswith(("error", "ok")) for c in CASES)
    assert len({c.name for c in CASES}) == len(CASES)
