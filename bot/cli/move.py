"""`charter-bot move`: everything from one database into another."""

from __future__ import annotations

from bot.cli.errors import CommandError
from bot.store.moving import move as move_store
from bot.store.open import open_store, sqlite_path

SHOWN = 20
"""Letters of the longest table's name."""


async def move(source: str, target: str) -> int:
    """Moves, and says what was compared. Raises StoreError, CommandError."""
    if source == target:
        raise CommandError("The two addresses are the same.")
    path = sqlite_path(source)
    if path is not None and not path.exists():
        raise CommandError(f"There is no database at {path}.")
    old, new = open_store(source), open_store(target)
    try:
        moved = await move_store(old, new)
    finally:
        await old.close()
        await new.close()
    for table, by_adopter in moved.counts.items():
        adopters = len([adopter for adopter in by_adopter if adopter])
        of = f" of {adopters} adopters" if adopters else ""
        print(f"{table:{SHOWN}} {sum(by_adopter.values()):>9,}{of}")
    print("All of it was there already." if moved.before else "All of it was copied, and is the same on both.")
    print("Now set DATABASE_URL to the new database and start the bot.")
    if path is not None and sqlite_path(target) is None:
        print(f"Set BOT_SECRET_KEY too: to what it was, or to what is in {path.with_suffix('.key').name}.")
    return 0
