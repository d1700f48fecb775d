"""How long a board paper takes, from the record to the file: `python -m tests.documents.measure`."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.core.model.document import Document
from bot.core.views.papers.paper import paper_of
from bot.documents.html import html_file
from bot.documents.pdf import pdf_file
from bot.documents.word import word_file
from tests.documents.records import NOW, Record, full, many, short
from tests.programmes import together

WRITERS: tuple[Callable[[Document], bytes], ...] = (
    lambda document: word_file(document, NOW),
    lambda document: pdf_file(document, NOW),
    html_file,
)


def seconds(record: Record, write: Callable[[Document], bytes]) -> float:
    begun = time.perf_counter()
    write(paper_of(record.reply(), together().journey.papers[0], "noting"))
    return time.perf_counter() - begun


if __name__ == "__main__":
    together()
    for name, record in (("nothing", Record()), ("a month", short()), ("a year", full()), ("50 activities", many())):
        print(f"| {name} | " + " | ".join(f"{seconds(record, write):.2f}" for write in WRITERS) + " |")
