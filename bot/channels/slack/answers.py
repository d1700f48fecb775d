"""What Slack's answers mean for a message on its way: one table, and one function that reads it. Pure.

https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.channels.port import Ending, Sent
from bot.channels.slack.payloads import Json, text_at

SOON = 1.0
LATER = 300.0
"""Seconds, for troubles that somebody must mend first (a token, a scope): trying every second helps nobody."""

ENDINGS: dict[str, tuple[Ending, float | None]] = {
    # Again: nothing arrived, and the next try may.
    "ratelimited": (Ending.AGAIN, SOON),
    "rate_limited": (Ending.AGAIN, SOON),
    "message_limit_exceeded": (Ending.AGAIN, LATER),
    "service_unavailable": (Ending.AGAIN, None),
    "team_added_to_org": (Ending.AGAIN, LATER),
    "request_timeout": (Ending.AGAIN, None),
    "accesslimited": (Ending.AGAIN, LATER),
    "org_login_required": (Ending.AGAIN, LATER),
    "ekm_access_denied": (Ending.AGAIN, LATER),
    # Again, when the operator has mended it.
    "not_authed": (Ending.AGAIN, LATER),
    "invalid_auth": (Ending.AGAIN, LATER),
    "token_expired": (Ending.AGAIN, SOON),
    "missing_scope": (Ending.AGAIN, LATER),
    "not_allowed_token_type": (Ending.AGAIN, LATER),
    "no_permission": (Ending.AGAIN, LATER),
    "access_denied": (Ending.AGAIN, LATER),
    # Doubtful: Slack itself says that part of it may have been done.
    "internal_error": (Ending.DOUBTFUL, SOON),
    "fatal_error": (Ending.DOUBTFUL, SOON),
    # Gone: this address is no more.
    "channel_not_found": (Ending.GONE, None),
    "is_archived": (Ending.GONE, None),
    "not_in_channel": (Ending.GONE, None),
    "user_not_found": (Ending.GONE, None),
    "user_disabled": (Ending.GONE, None),
    "user_not_visible": (Ending.GONE, None),
    "cannot_dm_bot": (Ending.GONE, None),
    "user_not_in_channel": (Ending.GONE, None),
    "account_inactive": (Ending.GONE, None),
    "token_revoked": (Ending.GONE, None),
    "team_access_not_granted": (Ending.GONE, None),
    "not_installed": (Ending.GONE, None),
    # Never: this message is not one that Slack takes.
    "msg_too_long": (Ending.NEVER, None),
    "msg_blocks_too_long": (Ending.NEVER, None),
    "no_text": (Ending.NEVER, None),
    "invalid_blocks": (Ending.NEVER, None),
    "invalid_blocks_format": (Ending.NEVER, None),
    "invalid_arguments": (Ending.NEVER, None),
    "invalid_arg_name": (Ending.NEVER, None),
    "invalid_array_arg": (Ending.NEVER, None),
    "invalid_charset": (Ending.NEVER, None),
    "invalid_form_data": (Ending.NEVER, None),
    "invalid_post_type": (Ending.NEVER, None),
    "invalid_json": (Ending.NEVER, None),
    "json_not_object": (Ending.NEVER, None),
    "metadata_too_large": (Ending.NEVER, None),
    "invalid_metadata_format": (Ending.NEVER, None),
    "invalid_metadata_schema": (Ending.NEVER, None),
    "too_many_attachments": (Ending.NEVER, None),
    "method_deprecated": (Ending.NEVER, None),
    "deprecated_endpoint": (Ending.NEVER, None),
    "unknown_method": (Ending.NEVER, None),
    "restricted_action": (Ending.NEVER, None),
    "restricted_action_read_only_channel": (Ending.NEVER, None),
    "restricted_action_thread_only_channel": (Ending.NEVER, None),
    "restricted_action_non_threadable_channel": (Ending.NEVER, None),
    "restricted_action_thread_locked": (Ending.NEVER, None),
    "messages_tab_disabled": (Ending.NEVER, None),
    "channel_type_not_supported": (Ending.NEVER, None),
    "enterprise_is_restricted": (Ending.NEVER, None),
    "as_user_not_supported": (Ending.NEVER, None),
}
"""Every error that posting can give. One that is not here is tried again: Slack said that it did not post, an unknown
error may pass, and the outbox gives up loudly by its own count."""

UNCHANGEABLE = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "update_failed", "used_url"}
    | {"expired_url", "invalid_response_url"}
)
"""The old message cannot be replaced any more: the new one is posted beside it."""

REFUSED_TOKEN = frozenset({"account_inactive", "token_revoked", "not_installed"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call to Slack came to."""

    status: int
    """0 when no answer came."""
    error: str = ""
    data: Json = field(default_factory=dict)
    retry_after: float | None = None
    scopes: tuple[str, ...] = ()
    """What the token may do, as Slack says with every answer."""
    reached: bool = True
    """False when the request surely never left: refused connection, unknown host."""

    @property
    def ok(self) -> bool:
        return self.status == 200 and not self.error


def sort(answer: Answer) -> Sent:
    """Answer -> how the attempt ended."""
    if answer.ok:
        return Sent(Ending.SENT, handle=text_at(answer.data, "ts"))
    said = _said(answer)
    if not answer.reached:
        return Sent(Ending.AGAIN, error=said)
    if answer.status == 0 or answer.status >= 500:
        return Sent(Ending.DOUBTFUL, error=said, retry_after=answer.retry_after)
    if answer.status == 429:
        return Sent(Ending.AGAIN, error=said, retry_after=answer.retry_after or SOON)
    if answer.status == 200:
        ending, wait = ENDINGS.get(answer.error, (Ending.AGAIN, None))
        return Sent(ending, error=said, retry_after=answer.retry_after or wait)
    return Sent(Ending.AGAIN if answer.status in (401, 403, 407, 408, 425) else Ending.NEVER, error=said)


def _said(answer: Answer) -> str:
    """One line for the operator: ids and Slack's own words for the error, never what people wrote."""
    if answer.error == "missing_scope":
        return f"missing_scope: needs {text_at(answer.data, 'needed') or 'another scope'} (add it and reinstall)"
    return answer.error if answer.status in (0, 200) else f"HTTP {answer.status} {answer.error}".strip()
