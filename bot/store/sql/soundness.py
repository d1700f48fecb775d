"""Whether what is kept for speed still follows from what it was made of."""

from __future__ import annotations

from bot.store.sql.tx import SqlTx

SHOWN = 5


def not_current(tx: SqlTx) -> str:
    """A sentence on the names whose current fact does not follow from the facts; empty when each does."""
    kept = {tuple(row[:3]): row[3] for row in tx.all("SELECT adopter, name, entry, fact FROM current_facts")}
    names = tx.all("SELECT DISTINCT adopter, name, entry FROM facts")
    found = {(adopter, name, entry): tx.current_id(adopter, name, entry) for adopter, name, entry in names}
    wrong = [f"{key[0]}: {key[1]}" for key in sorted({*found, *kept}) if found.get(key) != kept.get(key)]
    if not wrong:
        return ""
    more = " and others" if len(wrong) > SHOWN else ""
    return f"The list of facts that count now does not follow from the facts for {', '.join(wrong[:SHOWN])}{more}."
