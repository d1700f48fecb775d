"""What the bot is called and looks like: read strictly, and every colour can be read where it stands."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest
from PIL import Image

from bot.content import contrast
from bot.core.model.identity import COLOURS, PICTURES, SCHEMES
from bot.documents import logo
from bot.documents.colours import style
from bot.documents.logo_png import png
from tests.content.pledge import Pledge, pledge_in
from tests.programmes import together

LOOK = "identity.yaml"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, wanted: float) -> None:
    """Known values of the formula (w3.org, relative luminance)."""
    assert contrast.ratio(one, other) == contrast.ratio(other, one) == pytest.approx(wanted, abs=0.005)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_colours_of_the_welcome_pack_are_all_there_and_can_be_read(scheme: str) -> None:
    colours = together().journey.identity.colours(scheme)
    assert list(colours) == list(COLOURS)
    assert list(contrast.low(colours)) == []


@pytest.mark.parametrize(("ink", "ground", "least"), [(i, g, least) for i, gs, least in contrast.MEETING for g in gs])
def test_two_colours_that_meet_and_are_alike_are_noticed(ink: str, ground: str, least: float) -> None:
    colours = together().journey.identity.colours("light") | {ink: "#888888", ground: "#8a8a8a"}
    assert (ink, ground, least) in [(low.ink, low.ground, low.least) for low in contrast.low(colours)]


def test_a_ring_that_is_seen_nowhere_is_noticed() -> None:
    colours = together().journey.identity.colours("light") | {"focus": "#f3f5f3", "focus_ink": "#ffffff"}
    assert ("focus", "ground") in [(low.ink, low.ground) for low in contrast.low(colours)]


def test_a_problem_says_the_place_the_ratio_and_a_colour_that_would_do(tmp_path: Path) -> None:
    pledge = pledge_in(tmp_path)
    pledge.edit(LOOK, 'soft: "#4a5958"', 'soft: "#8a9998"')
    said = [str(problem) for problem in pledge.load().problems]
    line = pledge.line(LOOK, "#8a9998")
    assert [text for text in said if f"{LOOK}:{line}: " in text] == said
    assert "a contrast of 2.70:1 in the light colours; text needs 4.5:1" in said[0]
    better = said[0].partition('Write "')[2][:7]
    for ground in ("ground", "surface"):
        assert contrast.ratio(better, together().journey.identity.colour(ground)) >= contrast.TEXT
    pledge.edit(LOOK, "#8a9998", better)
    assert pledge.found() == set()


def own(pledge: Pledge, wide: int = 192) -> None:
    (pledge.folder / "identity").mkdir()
    for name, pixels in PICTURES.items():
        made = io.BytesIO()
        Image.new("RGB", ((wide if name == "logo-192.png" else pixels or 1),) * 2, "red").save(made, "PNG")
        (pledge.folder / "identity" / name).write_bytes(made.getvalue() if pixels else SVG)


def test_the_programmes_own_logo_takes_the_place_of_the_drawn_one(tmp_path: Path) -> None:
    pledge = pledge_in(tmp_path)
    own(pledge)
    journey = pledge.load().journey
    assert journey is not None and pledge.found() == set()
    assert logo.svg(journey.identity) == SVG
    assert Image.open(io.BytesIO(png(journey.identity, "logo-192.png"))).getpixel((0, 0)) == (255, 0, 0)


def test_a_logo_of_another_size_is_a_problem_and_so_is_half_a_logo(tmp_path: Path) -> None:
    pledge = pledge_in(tmp_path)
    own(pledge, wide=100)
    (pledge.folder / "identity" / "outline-32.png").unlink()
    assert {(code, file) for code, file, _ in pledge.found()} == {
        ("PICTURE_SIZE", "identity/logo-192.png"), ("FILE_MISSING", LOOK),
    }  # fmt: skip


def test_a_logo_that_would_run_something_is_a_problem(tmp_path: Path) -> None:
    pledge = pledge_in(tmp_path)
    own(pledge)
    (pledge.folder / "identity" / "logo.svg").write_bytes(b"<svg onload='x()'/>")
    assert pledge.found() == {("FILE_UNREADABLE", "identity/logo.svg", 1)}


def test_the_drawn_logo_has_the_colours_and_its_sizes() -> None:
    identity = together().journey.identity
    for name, pixels in PICTURES.items():
        if pixels:
            assert Image.open(io.BytesIO(png(identity, name))).size == (pixels, pixels)
    assert all(identity.colour(name) in logo.svg(identity).decode() for name in ("mark", "bar", "bar_ink"))


def test_no_colour_stands_where_content_should_decide() -> None:
    """Style sheets, templates and Python have no colour of their own but black, white and grey, for paper."""
    folder = Path(__file__).parents[2] / "bot"
    mine = {value for scheme in SCHEMES for value in together().journey.identity.colours(scheme).values()} - {
        "#ffffff"
    }
    kinds = ("*.css", "*.html", "*.py", "*.js", "*.typ", "*.svg")
    for file in itertools.chain.from_iterable(folder.rglob(kind) for kind in kinds):
        if "conversations" not in file.parts:
            text = file.read_text(encoding="utf-8").lower()
            assert not [colour for colour in mine if colour in text], file


def test_a_style_sheet_begins_with_them() -> None:
    made = style(together().journey.identity)
    assert made.startswith(":root{--ground:#f3f5f3;") and "--strong-edge:#82948f" in made.partition("dark")[2]
