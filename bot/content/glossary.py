"""Reads `glossary.yaml`: the words that the bot uses, one for each idea, and those that it avoids."""

from __future__ import annotations

from bot.content.draft import Draft, Glossary, Term

TERM_KEYS = ("term", "means", "not", "not_said")


def read_glossary(draft: Draft) -> Glossary:
    """The file may be missing: then every word is as good as another."""
    if not (draft.folder / "glossary.yaml").exists():
        return Glossary()
    node = draft.read("glossary.yaml")
    if node is None or not node.is_map("glossary.yaml"):
        return Glossary()
    node.known("terms", "avoid", "avoid_said")
    terms = []
    for item in node.list_of("terms"):
        if item.is_map("terms"):
            item.known(*TERM_KEYS)
            terms.append(Term(item.text("term"), item.text("means"), item.texts("not"), item.texts("not_said")))
    return Glossary(tuple(terms), node.texts("avoid"), node.texts("avoid_said"))
