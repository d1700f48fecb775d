"""How a Word file looks: neutral, large enough to read, in styles that can be changed in one place."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor

FONT = "Arial"
INK = RGBColor(0x1A, 0x1A, 0x1A)
GREY = RGBColor(0x50, 0x50, 0x50)
WHITE = "#ffffff"
MARGIN = Mm(25)
SIZES = {"Title": 24, "Subtitle": 13, "Heading 1": 16, "Heading 2": 13, "Heading 3": 12, "Caption": 11}
SPACE = {"Title": (0, 4), "Subtitle": (0, 14), "Heading 1": (20, 6), "Heading 2": (14, 4), "Heading 3": (10, 4)}
"""Points before and after."""


def element(name: str, attributes: Mapping[str, str] | None = None) -> Any:
    """An element of WordprocessingML with its attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in (attributes or {}).items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_up(word: WordFile, language: str) -> None:
    """The page and the styles."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    styles = word.styles
    for style in styles:
        if style.element.rPr is not None and style.name in {*SIZES, "Quote", "List Bullet", "List Number"}:
            _without_theme(style.element.rPr)
    for old in styles.element.iter(qn("w:lang")):
        old.set(qn("w:val"), language)
    _face(styles["Normal"], 12)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for name, size in SIZES.items():
        _face(styles[name], size, bold=name != "Subtitle")
    for name, (before, after) in SPACE.items():
        styles[name].paragraph_format.space_before, styles[name].paragraph_format.space_after = Pt(before), Pt(after)
    _no_line_under(styles["Title"])
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before, styles["Caption"].paragraph_format.space_after = Pt(6), Pt(4)
    _face(styles["Quote"], 12, italic=True)
    styles["Quote"].paragraph_format.left_indent = Mm(8)
    for name in ("List Bullet", "List Number"):
        styles[name].paragraph_format.space_after = Pt(4)
    for name in ("Header", "Footer"):
        _face(styles[name], 10, colour=GREY)
    _newest_mode(word)


def _face(style: Any, size: int, *, bold: bool | None = None, italic: bool = False, colour: RGBColor = INK) -> None:
    font = style.font
    font.name, font.size, font.italic, font.color.rgb = FONT, Pt(size), italic, colour
    if bold is not None:
        font.bold = bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _without_theme(properties: Any) -> None:
    """A theme's font and colour would win over the style's own."""
    for fonts in properties.iter(qn("w:rFonts")):
        for name in [n for n in fonts.attrib if "Theme" in n]:
            del fonts.attrib[name]
    for name in ("w:spacing", "w:kern"):
        for found in properties.findall(qn(name)):
            properties.remove(found)


def _no_line_under(style: Any) -> None:
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _newest_mode(word: WordFile) -> None:
    """Otherwise Word opens the file in the mode of an older version, and says so."""
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def head_and_foot(word: WordFile, head: str, foot: str, below: str, logo: bytes = b"") -> None:
    """The organisation at the top of each page; at the foot its number, `{page}` of `{pages}`, and a line below, with
    the logo (a PNG) before it."""
    section = word.sections[0]
    section.header.paragraphs[0].add_run(head)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for part in _parts(foot):
        if part in FIELDS:
            _field(paragraph, FIELDS[part])
        else:
            paragraph.add_run(part)
    if below:
        line = section.footer.add_paragraph(style="Footer")
        if logo:
            picture: Any = line.add_run().add_picture(BytesIO(logo), height=Pt(12))
            picture._inline.docPr.set("descr", below.partition(" · ")[0])
        line.add_run(f" {below}" if logo else below)


FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def _parts(foot: str) -> list[str]:
    for name in FIELDS:
        foot = foot.replace(name, f"\0{name}\0")
    return [part for part in foot.split("\0") if part]


def _field(paragraph: Any, name: str) -> None:
    """Something that Word works out by itself."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {name} "
            run._r.append(instruction)
        elif kind == "1":
            run.text = "1"
        else:
            run._r.append(element("fldChar", {"fldCharType": kind}))
