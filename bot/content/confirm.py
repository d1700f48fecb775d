"""Reads `confirm.yaml`: what residents can be asked to confirm by a link, and the words of the page that asks."""

from __future__ import annotations

from bot.content.draft import Draft
from bot.content.papers import all_known, phrases, sentences
from bot.core.model.confirm import ANSWER, CLAIM, TEXTS, WORDS, Confirm

FILE = "confirm.yaml"


def read_confirm(draft: Draft) -> Confirm | None:
    """How residents are asked; None where they are not."""
    if not (draft.folder / FILE).exists():
        return None
    node = draft.read(FILE)
    if node is None or not node.is_map(FILE):
        return None
    node.known("step", "asked", "claims", "page")
    step = node.text("step")
    listed = [s for s in draft.steps if s.entries is not None and s.entries.by_link]
    if step not in draft.unread:
        all_known(node, "step", "step that residents tell of by a link", [step], [s.key for s in listed])
        for of in (s for s in listed if s.key == step):
            named = [f"{step}.{name}" for name in (CLAIM, ANSWER, WORDS)]
            all_known(node, "step", "question", named, [q.key for q in of.questions])
    page = node.need("page")
    texts = {}
    if page is not None and page.is_map("page"):
        page.known(*TEXTS)
        texts = {name: draft.text(page, name, placeholders=filled) for name, filled in TEXTS.items()}
    return Confirm(step, tuple(sentences(node, draft, "claims")), phrases(node, "asked"), texts)
