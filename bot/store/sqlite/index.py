"""The index of the briefings: SQLite's FTS5 in memory, made from the content whenever that changes.

The content is the truth, so nothing here is kept: a restart makes it anew. People's words reach FTS5 as quoted
strings only; what looks like its query syntax is text.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import lru_cache

from bot.core.guidance.search import Entry, Wanted

COLUMNS = ("title", "topics", "summary", "body")
WEIGHTS = (10.0, 7.0, 4.0, 1.0)
"""What a word counts for in each of the columns."""
TOKENS = "porter unicode61 remove_diacritics 2"

_WORD = re.compile(r"[^\W\d_]+")


class SqliteIndex:
    """Entries to be found by words. May be asked from any thread."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._lock = threading.Lock()
        self._conn = sqlite3.connect(":memory:", check_same_thread=False, cached_statements=64)
        rows = [asdict(entry) for entry in entries]
        self._conn.execute(f"CREATE TABLE entries (key TEXT PRIMARY KEY, {', '.join(COLUMNS)})")
        self._conn.executemany("INSERT INTO entries VALUES (:key, :title, :topics, :summary, :body)", rows)
        self._conn.execute(
            f"CREATE VIRTUAL TABLE entries_fts"
            f" USING fts5({', '.join(COLUMNS)}, tokenize = '{TOKENS}', content = 'entries')"
        )
        self._conn.execute("INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')")
        weights = ", ".join(map(str, WEIGHTS))
        self._conn.execute("INSERT INTO entries_fts (entries_fts, rank) VALUES ('rank', ?)", (f"bm25({weights})",))
        self._conn.execute("INSERT INTO entries_fts (entries_fts) VALUES ('optimize')")
        self._conn.commit()
        self._sql = (
            "SELECT e.key FROM"
            " (SELECT rowid, rank FROM entries_fts WHERE entries_fts MATCH ? ORDER BY rank LIMIT ?) f"
            " JOIN entries e ON e.rowid = f.rowid ORDER BY f.rank, e.key"
        )
        self._words = _common_first(" ".join(row[c] for c in COLUMNS) for row in rows)
        self.knows = lru_cache(4096)(self._knows)

    def match(self, wanted: Wanted, every: bool, limit: int) -> list[str]:
        """Keys of entries with all (`every`) or any of what is wanted, best first."""
        groups = [" OR ".join(map(quoted, ways)) for ways in wanted if ways]
        query = (" AND " if every else " OR ").join(f"({group})" for group in groups)
        if not query:
            return []
        with self._lock:
            return [str(row[0]) for row in self._conn.execute(self._sql, (query, limit))]

    def _knows(self, word: str) -> bool:
        with self._lock:
            found = self._conn.execute("SELECT 1 FROM entries_fts WHERE entries_fts MATCH ? LIMIT 1", (quoted(word),))
            return found.fetchone() is not None

    def words(self) -> Sequence[str]:
        """Every word of the entries as written, in small letters, the commonest first."""
        return self._words

    def close(self) -> None:
        with self._lock:
            self._conn.close()


def quoted(text: str) -> str:
    """A string of FTS5: whatever stands in it is text."""
    clean = text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return '"' + clean.replace('"', '""') + '"'


def _common_first(texts: Iterable[str]) -> tuple[str, ...]:
    counted = Counter(word for text in texts for word in _WORD.findall(text.casefold()))
    return tuple(word for word, _ in counted.most_common())
