"""The store in one SQLite file. Its statements are those of `bot/store/sql/`.

store        what the port calls Store: write, read, migrate, backup, check
writer       the one writing thread, grouped commits
connection   opening the file; what its errors mean
schema       the migrations, run by sqlite-utils
dialect      the transaction in SQLite's words
index        briefings found by words, in memory
health       what is wrong, in sentences
"""

from bot.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
