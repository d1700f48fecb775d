"""The badge as pictures: the shipped one and the programme's own, in each look and size, safe to show anywhere."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.core.model.badge import LOOKS, Badge
from bot.documents.badge import svg
from bot.documents.badge_png import png
from bot.runtime.documents import picture
from tests.content.pledge import pledge_in
from tests.programmes import together

SVG = "{http://www.w3.org/2000/svg}"
IDENTITY = together().journey.identity
HOSTILE = ("</text><script>alert(1)</script> & a very long line of words that fits nowhere", "\x00\u202e=1+1")


def shipped() -> Badge:
    badge = together().journey.badge
    assert badge is not None
    return badge


@pytest.mark.parametrize("look", LOOKS)
def test_a_picture_has_its_size_and_says_what_it_is(look: str) -> None:
    root = ET.fromstring(svg(shipped(), look, IDENTITY))
    assert root.findtext(f"{SVG}title") == shipped().alt
    assert [text.text for text in root.iter(f"{SVG}text")] == list(shipped().lines)
    for width in shipped().sizes:
        drawn = Image.open(io.BytesIO(png(shipped(), look, width, IDENTITY)))
        assert (drawn.format, drawn.width, drawn.height) == ("PNG", width, width * 100 // 320)


def test_light_and_dark_can_be_told_apart_and_stand_on_their_ground() -> None:
    light, dark = (Image.open(io.BytesIO(png(shipped(), look, 320, IDENTITY))).convert("RGBA") for look in LOOKS)
    assert light.getpixel((10, 50)) == (255, 255, 255, 255)
    assert dark.getpixel((10, 50)) == (16, 32, 31, 255)
    assert light.getpixel((0, 0)) == dark.getpixel((0, 0)) == (0, 0, 0, 0), "the corners show what is behind"


def test_any_words_are_words() -> None:
    badge = replace(shipped(), lines=HOSTILE, alt=HOSTILE[0])
    root = ET.fromstring(svg(badge, "light", IDENTITY))
    assert not list(root.iter(f"{SVG}script"))
    assert Image.open(io.BytesIO(png(badge, "dark", 160, IDENTITY))).width == 160


@pytest.mark.parametrize("name", ["light.svg", "dark.svg", "light-160.png", "dark-640.png"])
def test_a_picture_is_found_by_its_name(name: str) -> None:
    made = picture(together().journey, name)
    assert made is not None and made.name == f"badge-{name}"


NO_PICTURES = (
    *("", "light", "light.gif", "blue.svg", "light-161.png", "light.png", "light-0x10.png", "light-160.svg"),
    *("../light.svg", "light-\u0661\u0666\u0660.png"),
)


@pytest.mark.parametrize("name", NO_PICTURES)
def test_no_other_name_is_a_picture(name: str) -> None:
    journey = together().journey
    assert picture(journey, name) is None
    assert picture(replace(journey, badge=None), "light.svg") is None


BADGE = """lines: [The Pledge]
alt: The Pledge
sentence: "{adopter} keeps the pledge."
paragraph: Words.
meaning: Words.
"""
OWN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def test_the_programmes_own_pictures_take_the_place_of_the_drawn_ones(tmp_path: Path) -> None:
    pledge, own = pledge_in(tmp_path), io.BytesIO()
    Image.new("RGB", (400, 100), "red").save(own, "PNG")
    pledge.edit("badge.yaml", "", BADGE)
    (pledge.folder / "badge").mkdir()
    for look in LOOKS:
        (pledge.folder / "badge" / f"{look}.svg").write_bytes(OWN)
        (pledge.folder / "badge" / f"{look}.png").write_bytes(own.getvalue())
    assert pledge.found() == set()
    journey = pledge.load().journey
    assert journey is not None and journey.badge is not None
    assert svg(journey.badge, "light", IDENTITY) == OWN
    drawn = Image.open(io.BytesIO(png(journey.badge, "dark", 160, IDENTITY)))
    assert (drawn.width, drawn.height) == (160, 40)
    (pledge.folder / "badge" / "dark.svg").write_bytes(b"<svg onload='x()'/>")
    (pledge.folder / "badge" / "dark.png").unlink()
    found = {(code, file) for code, file, _ in pledge.found()}
    assert found == {("FILE_UNREADABLE", "badge/dark.svg"), ("FILE_MISSING", "badge.yaml")}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("alt: The Pledge\n", "", "KEY_MISSING"),
        ("{adopter} keeps", "{adoptr} keeps", "PLACEHOLDER_UNKNOWN"),
        ("paragraph: Words.", "paragraph: Words.\nsizes: [10]", "TYPE_WRONG"),
        ("paragraph: Words.", "paragraph: Words.\nhide: pledge.stat", "REFERENCE_DEAD"),
        ("paragraph: Words.", "paragraph: Words.\nfacts: [{fact: pledge.stat, label: x}]", "REFERENCE_DEAD"),
        ("paragraph: Words.", "paragraph: Words.\ncolour: red", "KEY_UNKNOWN"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, before: str, after: str, code: str) -> None:
    pledge = pledge_in(tmp_path)
    pledge.edit("badge.yaml", "", BADGE.replace(before, after))
    assert code in {found for found, _, _ in pledge.found()}
