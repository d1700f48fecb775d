"""What the stores that speak SQL share: every statement, once, and the schema as one numbered list.

tx           what the port calls Tx, of these parts:
  people     adopters, people, accounts, join codes, addresses
  links      one person's accounts on two channels, by a code
  context    what a turn may know
  outcomes   what a turn led to: changes, facts, dialogue, messages in one
  changes    one case a kind of change; casework: those about briefings and people at the programme
  gatherings what adopters come together for, who has a place, what they learned
  peers      what is shared with other adopters, introductions, what is passed on; peers_known: what a turn may know
  facts      the evidence, and which fact counts
  outbox     messages on their way; endings: how they end; figures: what waits; workers: who holds leases
  reminders  those that did not go out are taken back
  publishing briefings on their way to subscribers
  evidence   facts, history, export
  rights     what is held about a person, and taking them out; register: every column, and what of a person is in it
  retention  what is kept for a time only
  unread     turns that are kept and not yet read
  access     whose links and sessions count
rows         rows to values; what a part of the transaction is, and what a dialect overrides
keeping      what is known while an outcome is kept
soundness    whether what is kept for speed follows from the facts
meaning      what an error of the world means to the operator
migrations/  the schema

A statement here is understood by every store: `?` for an argument, `user` in quotes, no word of one dialect. The few
words that differ are attributes of `rows.Part`, which a store's `dialect.py` overrides.
"""
