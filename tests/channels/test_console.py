"""The terminal's channel: a paper is a file beside whoever asked, and nothing there is written over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.channels.console import ConsoleChannel
from bot.channels.port import Ending, MadeFile
from bot.core.model import Address, Enclosed, Message

HERE = Address("console", "console", "sam")
PAPER = Message("Here.", encloses=(Enclosed("paper", "board", "Board paper", "a", "sam", ("docx", "html")),))


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


class Written:
    """A paper of a few bytes."""

    forms = frozenset({"docx"})

    async def make(self, enclosed: Enclosed, form: str, links: Sequence[tuple[str, str]] = ()) -> MadeFile | None:
        return MadeFile("Board-paper.docx", "x", b"new")


async def test_a_paper_is_written_and_its_path_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "Board-paper.docx").write_bytes(b"edited by hand")
    channel = ConsoleChannel(said.append, Written(), tmp_path)
    assert (await channel.send(HERE, PAPER, 1, False)).ending is Ending.SENT
    assert said == ["Here.", f"Word: {tmp_path / 'Board-paper-2.docx'}"]
    assert (tmp_path / "Board-paper.docx").read_bytes() == b"edited by hand"
    assert (tmp_path / "Board-paper-2.docx").read_bytes() == b"new"


async def test_what_nobody_asked_for_is_written_nowhere(tmp_path: Path) -> None:
    said: list[str] = []
    badge = Message("Welcome.", encloses=(Enclosed("badge", "badge", "Badge", "a", "sam", ("docx",), unasked=True),))
    await ConsoleChannel(said.append, Written(), tmp_path).send(HERE, badge, 1, False)
    assert said == ["Welcome."]
    assert names_in(tmp_path) == []


async def test_a_link_for_residents_is_no_file(tmp_path: Path) -> None:
    said: list[str] = []
    link = Message("Send it.", encloses=(Enclosed("confirm", "1", "Link for residents", "a", "sam"),))
    await ConsoleChannel(said.append, Written(), tmp_path).send(HERE, link, 1, False)
    assert said[1].startswith("Link for residents: only a bot that is online can make it.")
    assert names_in(tmp_path) == []


async def test_files_have_a_folder_of_their_own_that_is_made_with_the_first_one(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    said: list[str] = []
    channel = ConsoleChannel(said.append, Written(), folder)
    assert not folder.exists()
    await channel.send(HERE, PAPER, 1, False)
    assert names_in(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(str(folder / name) in said[-1] for name in names_in(folder)), "the whole path is said"


async def test_where_no_folder_can_be_made_the_file_is_in_a_temporary_one(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("a file stands in the way")
    said: list[str] = []
    await ConsoleChannel(said.append, Written(), tmp_path / "papers").send(HERE, PAPER, 1, False)
    path = Path(said[-1].splitlines()[0].partition(": ")[2])
    assert path.is_absolute()
    assert names_in(path.parent) == ["Board-paper.docx"]
