"""The register of the log: every line that is written, what it says, and what of it is about a person.

Held by `tests/compose/test_log_register.py` against every place in the code where a line is written; docs/data.md is
made from it. A turn is named by a mark (`Turn.mark`), a person by nothing: the delivery or the adopter leads to them
for as long as they are there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogLine:
    """One kind of line."""

    event: str
    fields: tuple[str, ...]
    """What it says beside its time, level and place. Of a line in words, in the order of its gaps."""
    personal: tuple[str, ...] = ()
    """Which of these may have an account in them."""


def _line(event: str, fields: str = "", personal: str = "") -> LogLine:
    return LogLine(event, tuple(fields.split()), tuple(personal.split()))


LINES: tuple[LogLine, ...] = (
    _line("adopter_act", "act adopter count"),
    _line("answered", "case closing"),
    _line("backup_failed", "error"),
    _line("backup_made", "file rows removed"),
    _line("connection_closed", "reason open"),
    _line("content_last_good", "kept_at journey"),
    _line("content_not_kept", "error why"),
    _line("content_refused", "problems count"),
    _line("content_reloaded", "journey"),
    _line("content_unreadable", "error why"),
    _line("glance_unreadable", "error"),
    _line("history_unreadable", "error"),
    _line("job_failed", "job again_in exc_info"),
    _line("ledger_failed", "error"),
    _line("officer_signed_in", "by"),
    _line("officer_unknown"),
    _line("outbox.channel_raised", "delivery channel"),
    _line("outbox.delivery_failed", "delivery"),
    _line("outbox.given_up", "delivery adopter channel attempts ending error turn"),
    _line("outbox.leases_freed", "workers deliveries"),
    _line("outbox.look_failed"),
    _line("outbox.not_sent", "channel ending error delivery"),
    _line("outbox.stopped_in_flight", "deliveries"),
    _line("outbox.store", "delivery ending error"),
    _line("page_failed", "route error where"),
    _line("page_looked_at", "adopter fact came"),
    _line("publishing.store", "error"),
    _line("retention", "taken_out"),
    _line("retention_failed", "error"),
    _line("search_failed", "error"),
    _line("setting_odd", "what"),
    _line("sign_in_failed", "error"),
    _line("store.listen", "error"),
    _line("store.notify", "error"),
    _line("peers_round_left_out", "remedy"),
    _line("sweep.failed", "adopter"),
    _line("sweep.said_before", "adopter reminders"),
    _line("sweep_failed", "error"),
    _line("teams.broken", "error exc_info"),
    _line("teams.keys_unreachable", "error"),
    _line("teams.never_kept", "id activity what", personal="activity"),
    _line("teams.not_kept", "turn error"),
    _line("teams.refused", "reason status"),
    _line("teams.unknown_tenant", "tenant what"),
    _line("tracks_failed", "error"),
    _line("tracing_not_installed", "what"),
    _line("traces_cleared", "erasures"),
    _line("traces_not_cleared", "error"),
    _line("turn_failed", "turn kind error where"),
    _line("turn_kept", "kind deliveries"),
    _line("turn_never_kept", "channel id event_id what", personal="event_id"),
    _line("turn_not_kept", "turn error"),
    _line("worker_port_taken", "port error"),
    _line("workspace_unbound", "channel workspace adopter done"),
    _line("teams: the cards of delivery %s are taken as shown by an earlier attempt", "delivery"),
    _line("teams: the card for a file is not taken: %s", "error"),
    _line("teams: a file was not handed over: %s", "error"),
    _line("teams: a file is not taken: %s", "error"),
    _line("slack: %s said %s", "method error"),
    _line("slack: %s was not asked: the token of %s has ended", "method workspace"),
    _line("slack: %s. The next try is in %.0f s", "why seconds"),
    _line("slack: a connection closed before its acknowledgement: the event will come again"),
    _line("slack: a home could not be made: %s", "error"),
    _line("slack: a home was not published: %s", "error"),
    _line("slack: a late event could not be kept: %s", "error"),
    _line("slack: an event could not be kept: %s", "error"),
    _line("slack: an installation failed: %s", "error"),
    _line("slack: auth.test says %s: check SLACK_BOT_TOKEN", "error"),
    _line(
        "slack: event %s can never be kept: %s has half a character or a NUL. Slack is told that it has arrived",
        "event_id id", personal="event_id",
    ),
    _line("slack: files are not taken: %s", "error"),
    _line("slack: parcel %s could not be made or sent", "delivery"),
    _line("slack: parcel %s is taken as arrived: its answer never came and cannot be looked up", "delivery"),
    _line("slack: refused a request: %s", "why"),
    _line("slack: refused an installation that this browser did not begin"),
    _line("slack: the app was taken out of %s: nothing is sent there any more", "workspace"),
    _line("slack: the file %s is taken as shared: no answer came", "document"),
    _line("slack: the files of delivery %s are taken as shared by an earlier attempt", "delivery"),
    _line("slack: the new token of %s cannot be kept yet: %s", "workspace error"),
    _line("slack: the new token of %s was not kept: after a restart, install the app there again", "workspace"),
    _line("slack: the token of %s cannot be read with this BOT_SECRET_KEY: install the app there again", "workspace"),
    _line("slack: the token of %s could not be renewed: %s", "workspace error"),
    _line("slack: the token of %s was not renewed: %s", "workspace why"),
    _line("slack: the token of %s was renewed", "workspace"),
    _line("slack: turn %s was not kept in time", "turn"),
    _line("slack: who has opened a home could not be kept or read: %s", "error"),
    _line("slack: who has opened a home could not be kept: %s", "error"),
    _line("slack: workspace %s does not take the bot's token any more: %s", "workspace error"),
)  # fmt: skip
"""Libraries' own warnings come beside these: the first 200 characters of one line, and of an error its kind and
places only."""
