"""The transaction in SQLite's words. One transaction writes at a time, so nothing is held but the file itself."""

from __future__ import annotations

from bot.store.sql.tx import SqlTx


class SqliteTx(SqlTx):
    """One transaction on one connection."""

    __slots__ = ()

    THREAD = "json_extract(address, '$.thread')"
    JOINED = "group_concat(d.briefing, '|')"
