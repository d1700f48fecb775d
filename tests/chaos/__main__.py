"""`make chaos`: 200 kills and 5 restarts of the server, then each planted bug. Prints the history and the verdict."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from tests.chaos import run as chaos
from tests.chaos.bugs import BUGS
from tests.postgres import begin


def main() -> int:
    top = argparse.ArgumentParser(description=__doc__)
    top.add_argument("--kills", type=int, default=200)
    top.add_argument("--restarts", type=int, default=5)
    top.add_argument("--seed", type=int, default=1)
    top.add_argument("--no-bugs", action="store_true")
    asked = top.parse_args()
    chaos.QUIET_SECONDS = 120.0
    well = True
    for server in begin():
        for bug in ("", *(() if asked.no_bugs else BUGS)):
            kills, restarts = (10, 0) if bug else (asked.kills, asked.restarts)
            chaos.QUIET_SECONDS = 15.0 if bug else 120.0
            begun = time.monotonic()
            wrong, whole = asyncio.run(chaos.run(server, kills, restarts, bug, asked.seed))
            print(f"{bug or 'as it is'}: {time.monotonic() - begun:.0f} s, {dict(sorted(whole.history.items()))}")
            print(f"  {len(wrong)} wrong: {'; '.join(wrong[:3])}" if wrong else "  nothing wrong", flush=True)
            well &= bool(wrong) == bool(bug)
    print("As it should be." if well else "Not as it should be.")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
