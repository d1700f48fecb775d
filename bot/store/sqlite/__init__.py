"""The store in one SQLite file.

store        what the port calls Store: write, read, migrate, backup, check
writer       the one writing thread, grouped commits
connection   opening the file; what its errors mean
tx           what the port calls Tx, of these parts:
  people     adopters, people, accounts, join codes, addresses
  links      one person's accounts on two channels, by a code
  context    what a turn may know
  outcomes   what a turn led to: changes, facts, dialogue, messages in one
  changes    one case a kind of change; casework: those about briefings and people at the programme
  facts      the evidence, and which fact counts
  outbox     messages on their way; endings: how they end; figures: what waits; workers: who holds leases
  reminders  those that did not go out are taken back
  publishing briefings on their way to subscribers
  evidence   facts, history, export
rows         rows to values
keeping      what is known while an outcome is kept
index        briefings found by words, in memory
health       what is wrong, in sentences
migrations/  the schema
"""

from bot.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
