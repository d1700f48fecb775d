"""`make bench`: prints every figure that the README and the docs name. Run one alone by naming it: `… slack sweep`.

Each module beside this one that has `run` is one bench; they run one after the other, so that none disturbs another.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import pkgutil
import platform
import sys

import tests.bench


async def main(wanted: list[str]) -> int:
    """Runs the benches named, or all."""
    names = sorted(m.name for m in pkgutil.iter_modules(tests.bench.__path__) if not m.name.startswith("_"))
    print(f"Python {platform.python_version()} on {platform.machine()}")
    for name in names:
        module = importlib.import_module(f"tests.bench.{name}")
        if not hasattr(module, "run") or (wanted and name not in wanted):
            continue
        print(f"\n{name}: {(inspect.getdoc(module) or '').splitlines()[0]}")
        lines = module.run()
        for line in await lines if inspect.isawaitable(lines) else lines:
            print(f"  {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
