"""The store in one SQLite file.

store        what the port calls Store: write, read, migrate, backup, check
writer       the one writing thread, grouped commits
connection   opening the file; what its errors mean
tx           what the port calls Tx, of these parts:
  people     adopters, people, accounts, join codes, addresses
  scenes     what a turn may know
  ledger     what a turn led to
  outbox     messages on their way
  evidence   facts, history, export
rows         rows to values
health       what is wrong, in sentences
migrations/  the schema
"""

from bot.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
