"""`python -m tests.simulation`: the long run. `--adopters`, `--days`, `--seeds`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

import structlog

from tests.programmes import together
from tests.simulation.year import Size, Year


def main() -> int:
    parser = argparse.ArgumentParser(description="A year of reminders, with people, deaths and a moved clock")
    parser.add_argument("--adopters", type=int, default=500)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first-seed", type=int, default=1)
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    programme = together()
    broken = 0
    for seed in range(args.first_seed, args.first_seed + args.seeds):
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="simulation-") as folder:
            size = Size(args.adopters, days=args.days, seed=seed)
            result = asyncio.run(Year(size, programme, Path(folder)).run())
        print(f"seed {seed}: {size.adopters} adopters, {size.days} days: {result} ({time.monotonic() - begun:.0f} s)")
        for line in result.wrong[:20]:
            print(f"  {line}")
        broken += len(result.wrong)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
