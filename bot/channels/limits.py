"""How big a message may be at each provider: one table, with where each number comes from.

Renderers keep to it, `bot check` reads it, the stubs in the tests enforce it. Lengths are in characters unless the
row says bytes. A provider's number is named here once and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

_BLOCKS = "https://docs.slack.dev/reference/block-kit/blocks/"
_OBJECTS = "https://docs.slack.dev/reference/block-kit/composition-objects/"
_ELEMENTS = "https://docs.slack.dev/reference/block-kit/block-elements/"
_METHODS = "https://docs.slack.dev/reference/methods/"
_SLACK_MANIFEST = "https://github.com/slackapi/manifest-schema (schemas/manifest.schema.2.0.0.json)"
_TEAMS = "https://learn.microsoft.com/en-us/microsoftteams/platform/"
_TEAMS_MANIFEST = "https://learn.microsoft.com/en-us/microsoft-365/extensibility/schema/"


@dataclass(frozen=True, slots=True)
class Limit:
    """One provider's limit on one thing."""

    channel: str
    what: str
    most: int
    source: str
    note: str = ""


LIMITS: tuple[Limit, ...] = (
    # ------------------------------------------------------------------ Slack
    Limit("slack", "message.text", 4000, _METHODS + "chat.postMessage", "recommended; cut by Slack after 40,000"),
    Limit("slack", "message.blocks", 50, _BLOCKS),
    Limit("slack", "message.block_text", 12000, _METHODS + "chat.postMessage", "msg_blocks_too_long; not published"),
    Limit("slack", "view.blocks", 100, _BLOCKS),
    Limit("slack", "view.bytes", 250_000, "https://docs.slack.dev/reference/views/home-tab-views", "view_too_large"),
    Limit("slack", "view.title", 24, "https://docs.slack.dev/reference/views/modal-views"),
    Limit("slack", "view.submit", 24, "https://docs.slack.dev/reference/views/modal-views"),
    Limit("slack", "view.private_metadata", 3000, "https://docs.slack.dev/reference/views/modal-views"),
    Limit("slack", "block_id", 255, _BLOCKS),
    Limit("slack", "header.text", 150, _BLOCKS + "header-block"),
    Limit("slack", "section.text", 3000, _BLOCKS + "section-block"),
    Limit("slack", "section.fields", 10, _BLOCKS + "section-block"),
    Limit("slack", "section.field", 2000, _BLOCKS + "section-block"),
    Limit("slack", "context.elements", 10, _BLOCKS + "context-block"),
    Limit("slack", "actions.elements", 25, _BLOCKS + "actions-block"),
    Limit("slack", "action_id", 255, _ELEMENTS + "button-element"),
    Limit("slack", "button.text", 75, _ELEMENTS + "button-element", "shown cut after about 30"),
    Limit("slack", "button.value", 2000, _ELEMENTS + "button-element"),
    Limit("slack", "button.url", 3000, _ELEMENTS + "button-element"),
    Limit("slack", "button.accessibility_label", 75, _ELEMENTS + "button-element"),
    Limit("slack", "select.options", 100, _ELEMENTS + "select-menu-element"),
    Limit("slack", "select.placeholder", 150, _ELEMENTS + "select-menu-element"),
    Limit("slack", "overflow.options", 5, _ELEMENTS + "overflow-menu-element"),
    Limit("slack", "checkboxes.options", 10, _ELEMENTS + "checkboxes-element"),
    Limit("slack", "option.text", 75, _OBJECTS + "option-object"),
    Limit("slack", "option.value", 150, _OBJECTS + "option-object"),
    Limit("slack", "input.label", 2000, _BLOCKS + "input-block"),
    Limit("slack", "input.hint", 2000, _BLOCKS + "input-block"),
    Limit("slack", "plain_text_input.placeholder", 150, _ELEMENTS + "plain-text-input-element"),
    Limit("slack", "plain_text_input.max_length", 3000, _ELEMENTS + "plain-text-input-element"),
    Limit("slack", "metadata.bytes", 8000, "https://docs.slack.dev/messaging/message-metadata/"),
    Limit("slack", "manifest.name", 35, _SLACK_MANIFEST),
    Limit("slack", "manifest.description", 140, _SLACK_MANIFEST),
    Limit("slack", "manifest.long_description", 4000, _SLACK_MANIFEST),
    Limit("slack", "manifest.long_description.least", 175, _SLACK_MANIFEST, "the schema's; the page says 174"),
    Limit("slack", "manifest.bot.name", 80, _SLACK_MANIFEST),
    Limit("slack", "manifest.shortcut.name", 24, _SLACK_MANIFEST),
    Limit("slack", "manifest.shortcut.description", 150, _SLACK_MANIFEST),
    Limit("slack", "manifest.command.description", 2000, _SLACK_MANIFEST),
    Limit("slack", "manifest.command.usage_hint", 1000, _SLACK_MANIFEST),
    Limit("slack", "manifest.agent.description", 300, _SLACK_MANIFEST),
    Limit("slack", "manifest.agent.prompts", 4, _SLACK_MANIFEST),
    Limit("slack", "manifest.url", 3000, _SLACK_MANIFEST, "of a command; others may be longer"),
    Limit("slack", "request.bytes", 1_048_576, "our own: the largest event body that the door reads"),
    # ------------------------------------------------------------------ Teams
    Limit(
        "teams",
        "message.bytes",
        28_672,
        _TEAMS + "bots/how-to/format-your-bot-messages",
        "JSON in UTF-16; newer pages say 100 KB, 80 KB to be safe; 28 KB holds for every kind of message",
    ),
    Limit(
        "teams", "card.actions", 6, _TEAMS + "task-modules-and-cards/cards/cards-reference", "more are hidden or cut"
    ),
    Limit("teams", "card.fallback", 4000, "our own: a whole message in plain text"),
    Limit("teams", "select.options", 100, "our own: longer lists are not usable on a phone"),
    Limit("teams", "button.title", 60, "our own: about what a phone shows; not published"),
    Limit("teams", "summary", 200, "our own: about what a notification shows; not published"),
    Limit("teams", "request.bytes", 1_048_576, "our own: the largest activity that the door reads"),
    Limit("teams", "manifest.name.short", 30, _TEAMS_MANIFEST),
    Limit("teams", "manifest.name.full", 100, _TEAMS_MANIFEST),
    Limit("teams", "manifest.description.short", 80, _TEAMS_MANIFEST),
    Limit("teams", "manifest.description.full", 4000, _TEAMS_MANIFEST),
    Limit("teams", "manifest.developer.name", 32, _TEAMS_MANIFEST),
    Limit("teams", "manifest.commands", 10, _TEAMS_MANIFEST, "shown; the schema allows 12"),
    Limit("teams", "manifest.command.title", 32, _TEAMS_MANIFEST, "shown; the schema allows 128"),
    Limit("teams", "manifest.command.description", 128, _TEAMS_MANIFEST, "shown; the schema allows more"),
)


def limit(channel: str, what: str) -> int:
    """The number for one thing; a KeyError for a thing that is not in the table (a mistake of ours)."""
    return _BY_NAME[channel, what]


_BY_NAME = {(row.channel, row.what): row.most for row in LIMITS}
