"""`python -m tests.simulated`: every simulated person, five times, and what was kept of what they told."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.simulated.people import EVERYBODY
from tests.simulated.talking import converse


async def main() -> None:
    print("| who | turns | kept right | kept wrong | read back wrong | told and missed |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for who in EVERYBODY:
            counts = [await converse(who, seed, Path(folder)) for seed in range(5)]
            turns, right = sum(c.turns for c in counts), sum(c.right for c in counts)
            wrong = [w for c in counts for w in c.wrong]
            offered, missed = [w for c in counts for w in c.offered_wrong], [m for c in counts for m in c.missed]
            print(f"| {who.name} | {turns} | {right} | {len(wrong)} | {len(offered)} | {len(missed)} |")
            if "--show" in sys.argv:
                print("\n".join(line for c in counts if c.wrong or c.missed for line in [*c.log, str(c.missed), ""]))


asyncio.run(main())
