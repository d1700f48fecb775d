"""`charter-bot rotate-key`: a new key signs and encrypts; the one before stays valid for a time."""

from __future__ import annotations

import argparse
from datetime import timedelta

from bot.channels.slack.installs import Sealed
from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.compose.channels import StoredValues
from bot.compose.secret import KeyFile, key_file, secret_key

WHILE_SEALING = timedelta(hours=1)
"""For how long the key before is valid where it is to end at once: what it sealed must be opened once more."""
IN_ENVIRONMENT = (
    "BOT_SECRET_KEY is in the environment, which no running process can follow. Put what it says into a file, set"
    " BOT_SECRET_KEY_FILE to that file instead, start the bot again, and run this."
)


async def rotate_key(args: argparse.Namespace, to: StoreAccess) -> int:
    """Makes the new key, and seals with it what the old one had sealed. Raises CommandError, SettingsError."""
    secret_key(to.settings)
    file = key_file(to.settings)
    if file is None:
        raise CommandError(IN_ENVIRONMENT)
    ring = KeyFile(file)
    until = ring.rotate(timedelta(days=args.days) or WHILE_SEALING)
    sealed = await Sealed(StoredValues(to.store), ring).seal_anew()
    if not args.days:
        ring.end_those_before()
    print(f"A new key signs from now on; running processes follow at once. It is in {file}.")
    if args.days:
        print(f"The one before is valid until {until:%Y-%m-%d %H:%M} UTC: links and sessions of it work until then.")
    else:
        print("No key before it is valid any more: everybody comes in again, by a new link.")
    print(f"Sealed anew: {sealed} tokens. Where the bot runs on several machines, copy the file to each.")
    return 0
