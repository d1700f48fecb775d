"""Reads `briefings/*.md` and `pages/*.md`: front matter in YAML between two lines `---`, then Markdown."""

from __future__ import annotations

from pathlib import Path

from bot.content.draft import NO_DAY, Draft
from bot.content.problems import Rule
from bot.content.reading import Node, Source, parse_yaml, read_plain
from bot.core.model.journey import Briefing, Page

BRIEFING_KEYS = (
    "title", "summary", "topics", "steps", "audience", "made_with_residents", "published", "announced_on",
    "in_force_from", "nation", "status", "source", "owner", "checked", "facts", "supersedes", "check_after_months",
    "also", "download", "next",
)  # fmt: skip
NATIONS = ("England", "Wales", "Scotland", "Northern Ireland", "United Kingdom")
STATUSES = ("current", "superseded")
FENCE = "---"


def read_briefings(draft: Draft) -> list[Briefing]:
    """All briefings of the folder, by name. The folder may be missing: then there are none."""
    found = []
    for path in sorted((draft.folder / "briefings").glob("*.md")):
        read = _read(path, draft, "briefing")
        if read is not None:
            found.append(_briefing(path.stem, *read, draft))
    return found


def read_pages(draft: Draft) -> list[Page]:
    """The pages about the bot itself. The folder may be missing: then there are none."""
    found = []
    for path in sorted((draft.folder / "pages").glob("*.md")):
        read = _read(path, draft, "page")
        if read is not None:
            found.append(_page(path.stem, *read, draft))
    return found


def _page(key: str, node: Node, body: str, draft: Draft) -> Page:
    node.known("title", "owner", "checked")
    draft.place(node, "page", key)
    checked = draft.checked(node, "page", key)
    return Page(key, draft.text(node, "title", kind="title"), body, node.text("owner"), checked.on, checked.against)


def _read(path: Path, draft: Draft, what: str) -> tuple[Node, str] | None:
    """(the front matter, the body)."""
    source = Source(str(path), draft.problems)
    try:
        lines = read_plain(path).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        source.problem(Rule.FILE_UNREADABLE, 1, why=error)
        return None
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == FENCE), 0)
    if not lines or lines[0].rstrip() != FENCE or not end:
        source.problem(Rule.BRIEFING_NO_FRONT, 1)
        return None
    body = "\n".join(lines[end + 1 :]).strip("\n")
    if not body.strip():
        source.problem(Rule.BRIEFING_EMPTY, end + 1)
    node = parse_yaml("\n".join(lines[1:end]), source, first_line=2)
    if node is None or not node.is_map(path.stem):
        return None
    first = next((n for n in range(end + 1, len(lines)) if lines[n].strip()), end)
    draft.places[(what, path.stem, "body")] = (source.name, first + 1)
    source.shown(body, "text", first + 1)
    return node, draft.linked(body.strip(), source.name, first + 1)


def _briefing(key: str, node: Node, body: str, draft: Draft) -> Briefing:
    node.known(*BRIEFING_KEYS)
    draft.place(node, "briefing", key)
    for name in BRIEFING_KEYS:
        draft.place(node, "briefing", key, name, key=name)
    for name in ("topics", "audience"):
        node.need(name)
    checked = draft.checked(node, "briefing", key)
    return Briefing(
        key=key,
        title=draft.text(node, "title", kind="title"),
        summary=draft.text(node, "summary"),
        body=body,
        topics=node.texts("topics"),
        steps=node.texts("steps"),
        audience=node.texts("audience"),
        published=node.day("published") or NO_DAY,
        last_checked=checked.on,
        checked_by=checked.by,
        checked_against=checked.against,
        source=node.text("source"),
        owner=node.text("owner"),
        nation=node.choose("nation", NATIONS, "nation", "England"),
        status=node.choose("status", STATUSES, "status", "current"),
        made_with_residents=node.flag("made_with_residents"),
        announced_on=node.day("announced_on", required=False),
        in_force_from=node.day("in_force_from", required=False),
        supersedes=node.text("supersedes", ""),
        check_after_months=node.number("check_after_months", 6),
        facts=node.texts("facts"),
        also=node.texts("also"),
        download=node.text("download", ""),
        next=node.texts("next"),
        sources=_sources(node.texts("facts"), draft),
    )


def _sources(facts: tuple[str, ...], draft: Draft) -> tuple[tuple[str, str], ...]:
    """The pages that these facts come from, each once."""
    titles = {link.address: link.title for link in draft.links.values()}
    found = (f.link for f in draft.facts if f.key in facts and f.link in titles)
    return tuple((titles[address], address) for address in dict.fromkeys(found))
