"""`bot content copy`: an officer's own copy of the content."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from bot.cli.errors import CommandError
from bot.compose.settings import Settings


def content(args: argparse.Namespace, settings: Settings) -> int:
    """Copies the content in force into a folder that is new or empty. Raises CommandError, OSError."""
    source, target = settings.bot_content, Path(args.folder)
    if not source.is_dir():
        raise CommandError(f"there is no content at {source}. Set BOT_CONTENT, or leave it out for the welcome pack.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CommandError(f"{target} exists already. Name a folder that is new or empty: nothing is written over.")
    files = sorted(path for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    for path in files:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)  # without its rights: what was installed may be read-only
    print(
        f"Copied {len(files)} files to {target}. Set BOT_CONTENT={target.resolve()} and change them as you like: "
        "README.md there says how, and `charter-bot check` says what is not right yet."
    )
    return 0
