"""What can be wrong with content. A `Problem` cannot be made without place, rule and remedy.

All messages stand together here, so that they read alike and a new one is written beside its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: `file:line`, which rule it breaks, and what to do about it."""

    file: str
    line: int
    code: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule} {self.remedy} [{self.code}]"


class Rule(Enum):
    """Each rule's text and remedy. Placeholders are filled by `at`."""

    FILE_MISSING = ("The file '{name}' is missing.", "Add it, or take away what refers to it.")
    FILE_UNREADABLE = ("The file cannot be read: {why}.", "Save it as plain text in UTF-8.")
    FILE_UNKNOWN = (
        "Nothing reads '{name}'.",
        "Move or delete it; known files are listed in conversations/README.md.",
    )
    YAML_SYNTAX = (
        "This is not valid YAML: {why}.",
        "Check the indentation and the quotation marks near this line.",
    )
    YAML_TAB = ("A tab is used to indent.", "Use spaces.")
    YAML_UNSAFE = ("The tag or alias '{what}' is not allowed.", "Write the value out in full.")
    YAML_DUPLICATE = ("The key '{key}' is written twice; the first is on line {first}.", "Keep one of them.")
    KEY_UNKNOWN = ("Unknown key '{key}'.", "{suggestion}")
    KEY_MISSING = ("The key '{key}' is missing.", "Add '{key}: …' to this block.")
    TYPE_WRONG = ("'{key}' should be {wanted}, and is {got}.", "Write it as {wanted}.")
    VALUE_UNKNOWN = ("'{value}' is not a known {what}.", "{suggestion}")
    VALUE_EMPTY = ("'{key}' is empty.", "Write its text, or take the key away.")
    TEXT_CONTROL = (
        "'{key}' has a character that cannot be shown ({name}).",
        "Delete it; it may have come along when the text was copied.",
    )
    REFERENCE_DEAD = ("'{value}' names no {what}.", "{suggestion}")
    DUPLICATE_NAME = ("The {what} '{name}' exists already, in {other}.", "Rename one of them.")
    STEP_CYCLE = ("The steps {names} wait for each other.", "Take one of them out of 'opens_after'.")
    STEP_UNREACHABLE = (
        "The step '{name}' can never open.",
        "Check its 'opens_after', and that the journey lists it.",
    )
    STEP_NO_QUESTION = (
        "The step '{name}' asks nothing but has a rule for being done.",
        "Add a question or take the rule away.",
    )
    SKIP_REFUSED = (
        "The words of '{name}' say that it can be skipped, and its form does not let anybody.",
        "Write 'may_wait: true' or 'optional: true', or take those words away.",
    )
    PHRASE_MISSING = ("The phrase '{name}' is missing.", "Add it to phrases.yaml.")
    PHRASE_UNUSED = ("The phrase '{name}' is never said.", "Take it away, or check its name.")
    PLACEHOLDER_UNKNOWN = ("The placeholder '{{{name}}}' is not filled here.", "{suggestion}")
    PLACEHOLDER_MISSING = (
        "The placeholder '{{{name}}}' is needed here and missing.",
        "Put '{{{name}}}' into the text.",
    )
    TEXT_TOO_LONG = (
        "The text has {length} characters; {channel} shows at most {limit} in {where}.",
        "Shorten it.",
    )
    TEXT_WORDY = ("This has {count} words; nobody reads more than {most} on a phone.", "Say one thing, or split it.")
    TEXT_HARD = (
        "Reading this takes {grade} years at school, and at most {most} are wanted.",
        "Use shorter words and shorter sentences.",
    )
    TERM_OTHER = ("'{word}' stands here, and the word for it is '{term}'.", "Write '{term}', or say it another way.")
    WORD_AVOIDED = ("'{word}' is on the list of words to avoid.", "Say it plainly.")
    TOO_MANY_CHOICES = (
        "There are {count} choices; {channel} shows at most {limit}.",
        "Offer fewer, or split the question.",
    )
    DATE_WRONG = ("'{value}' is not a date.", "Write it as 2026-11-24.")
    COLOUR_WRONG = (
        "'{value}' is not a colour.",
        'Write it in quotation marks, as "#003366": a # and six signs, each 0 to 9 or a to f.',
    )
    CONTRAST_LOW = (
        "'{ink}' ({ink_is}) on '{ground}' ({ground_is}) has a contrast of {ratio}:1 in the {scheme} colours;"
        " {what} needs {least}:1.",
        "{remedy}",
    )
    PICTURE_SIZE = (
        "The picture is {wide} by {high} pixels, and should be {wanted} by {wanted}.",
        "Make it in that size.",
    )
    TIME_WRONG = ("'{value}' is not a day and a time.", "Write it as 2026-11-24 14:00.")
    TIME_NEVER = ("There is no '{value}' there: the clocks go forward then.", "Choose another time.")
    TIME_ORDER = ("It ends before it begins.", "Write under 'ends' a time after that under 'starts'.")
    TIME_PAST = ("'{value}' has passed.", "Write under 'starts' a time to come.")
    CHECK_OVERDUE = (
        "This was last checked on {date}, more than {months} months ago.",
        "Compare it with its source, then change the day under 'checked' or 'last_checked'.",
    )
    CHECK_SOON = (
        "This is to be compared with its source by {date}.",
        "Compare it, then change the day under 'checked' or 'last_checked'; nothing is wrong yet.",
    )
    LINK_NOT_HTTPS = (
        "'{address}' is no address that begins with https://.",
        "Copy the whole address from the browser; leave the link out when its page has none.",
    )
    LINK_WRITTEN_OUT = (
        "The address '{address}' is written out, so that nobody looks whether it is still there.",
        "Put it into links.yaml, and write [words](link:KEY) here.",
    )
    LINK_UNUSED = ("Nothing leads to the link '{name}'.", "Refer to it, or take it away.")
    ANSWER_OPENING = (
        "The answer begins with '{words}', and it is given to every way of asking that comes near.",
        "Say the whole thing in its first sentence, so that it is right for each of them.",
    )
    FACT_UNNAMED = (
        "'{name}' is law, and nothing says which fact this rests on.",
        "Compare the text with the fact, then add 'facts: [{facts}]'.",
    )
    FACT_UNDATED = (
        "'{name}' is about law, and has neither 'in_force_from' nor 'announced_on'.",
        "Add the day from its source; leave the fact out when there is none.",
    )
    FACT_DATE = (
        "'{key}' is {date}, and none of the facts under 'facts' says so.",
        "Take the day from the fact, or name the fact.",
    )
    BRIEFING_NO_FRONT = (
        "The briefing has no front matter.",
        "Start the file with a line '---', the keys, and a line '---'.",
    )
    BRIEFING_EMPTY = ("The briefing has no text.", "Write its body below the front matter.")
    BRIEFING_HTML = ("The briefing contains HTML.", "Write Markdown only.")
    BRIEFING_TITLE = (
        "The title has {count} characters; a button to read it shows {most}.",
        "Say in fewer words what somebody can do after reading it.",
    )
    BRIEFING_TABLE = (
        "A column of the table has no heading.",
        "Say in a word what stands in the column: whoever hears the table needs it.",
    )
    BRIEFING_DOWNLOAD = (
        "No part with words in it stands under the heading '{heading}'.",
        "Write under 'download' a heading of this briefing that begins with '## '.",
    )
    BRIEFING_SUMMARY = (
        "The summary has {count} sentences; at most {most} are shown in a list.",
        "Shorten it, and keep the rest for the text.",
    )
    BRIEFING_STATUS = ("The status does not fit: {why}.", "Write 'status: {wanted}', or mend 'supersedes'.")
    BRIEFING_CYCLE = ("The briefings {names} replace each other.", "Take 'supersedes' out of the older one.")
    EXAMPLE_WRONG = (
        "The example '{text}' is now understood as {got}, not as {wanted}.",
        "Change the example, or the vocabulary that it shows.",
    )
    PATTERN_CLASH = (
        "The words '{words}' stand for both {first} and {second}.",
        "Keep them in one of the two.",
    )
    VERB_UNKNOWN = (
        "The forms of the verb '{verb}' are not known, so its phrase is never found.",
        "Write the words as they are said, or let 'python -m tests.training.verb_forms' learn the verb.",
    )
    TRANSCRIPT_MISSING = (
        "No transcript reaches {what} '{name}'.",
        "Write one in tests/transcripts, or take it away.",
    )

    def at(self, file: Path | str, line: int, **words: object) -> Problem:
        """The problem at a place. Raises KeyError when a placeholder of the rule is not given."""
        rule, remedy = self.value
        return Problem(str(file), line, self.name, rule.format(**words), remedy.format(**words))
