"""`charter-bot restore FILE`: a backup becomes the database, without those who were deleted since it was made."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.errors import CommandError
from bot.compose.app import App
from bot.runtime.backups import ERASURES, read_erasures
from bot.store.restoring import restore as restore_into

NO_LIST = (
    "There is no {file}: nobody is deleted again. If somebody was deleted since this backup was made, delete them"
    " again (charter-bot people erase)."
)


async def restore(args: argparse.Namespace, app: App) -> int:
    """Restores into the database of the settings, which must be empty. Raises CommandError, StoreError."""
    file = Path(args.file)
    marks = _marks(Path(args.erasures) if args.erasures else file.with_name(ERASURES), bool(args.erasures))
    former, at = app.former(), app.clock.now()
    restored = await restore_into(file, app.store, lambda tx: tx.erase_again(marks or set(), former, at))
    print(f"Restored {restored.rows:,} rows from {file}, and checked them.")
    if marks is None:
        print(NO_LIST.format(file=file.with_name(ERASURES)))
    elif marks:
        print(f"Deleted again, since they had asked for it after it was made: {restored.people}.")
    return 0


def _marks(file: Path, named: bool) -> set[str] | None:
    """Who was deleted since, by their marks; None where there is no list. Raises CommandError where it cannot be
    read."""
    if not file.exists():
        if named:
            raise CommandError(f"there is no file {file}.")
        return None
    try:
        return read_erasures(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file} is no list of who was deleted ({type(error).__name__}).") from error
