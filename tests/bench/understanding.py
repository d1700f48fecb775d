"""How fast the bot understands: ordinary messages, hostile ones, and the start of the command."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from bot.content.vocabulary import read_vocabulary
from bot.core.reader import Context, Vocabulary, read

ROOT = Path(__file__).parents[2]
HOSTILE = {
    "one long word": "a" * 4000,
    "unknown words": "qwxzv " * 660,
    "near words": "bordd tenents survay " * 190,
    "vocabulary": "board approved it in may and tenants came, " * 93,
    "numbers": "12 of 34 " * 440,
    "dates": "3 march to 4 may " * 235,
    "quotes": "\"'" * 2000,
    "brackets": "<<((" * 1000,
    "not": "not " * 1000,
}


def run() -> list[str]:
    """Printable lines: p50 and p99 over the sets, the slowest hostile message, and start-up."""
    vocabulary, _ = read_vocabulary(ROOT / "conversations" / "understanding")
    read("warm up the index, tenants", Context(date(2026, 11, 24)), vocabulary)
    texts = _texts()
    times = sorted(min(_seconds(text, vocabulary) for _ in range(3)) for text in texts)
    p99 = times[int(len(times) * 0.99)]
    lines = [
        f"understanding: p50 {1000 * statistics.median(times):.2f} ms, p99 {1000 * p99:.2f} ms "
        f"({len(texts)} messages, the best of three each)"
    ]
    worst = max((min(_seconds(text, vocabulary) for _ in range(3)), name) for name, text in HOSTILE.items())
    lines.append(f"understanding: 4,000 hostile characters at most {1000 * worst[0]:.1f} ms ({worst[1]})")
    lines.append(f"understanding: start to first answer {_start():.0f} ms (best of three)")
    return lines


def _texts() -> list[str]:
    folder = ROOT / "tests" / "understanding"
    rows = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    return [row["text"] for row in rows if len(row["text"]) <= 400]


def _seconds(text: str, vocabulary: Vocabulary) -> float:
    begin = time.perf_counter()
    read(text, Context(date(2026, 11, 24)), vocabulary)
    return time.perf_counter() - begin


def _start() -> float:
    code = (
        "import sys;from pathlib import Path;from bot.content.vocabulary import read_vocabulary;"
        "from bot.cli.understand import run;"
        f"run(sys.stdin,sys.stdout,read_vocabulary(Path({str(ROOT / 'conversations' / 'understanding')!r}))[0])"
    )
    line = json.dumps({"id": "a", "text": "board approved it", "today": "2026-11-24"}) + "\n"
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], input=line, text=True, capture_output=True, check=True, cwd=ROOT)
        times.append(time.perf_counter() - begin)
    return 1000 * min(times)


if __name__ == "__main__":
    sys.stdout.write("\n".join(run()) + "\n")
