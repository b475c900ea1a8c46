"""Glyphs of symbol fonts: what they print where that is known, and a mark where it is not."""

from pathlib import Path

import pytest

from ingest.glyphs import has_glyphs, is_unreadable, read_glyphs
from ingest.pdf import read_pages
from ingest.read import read_guideline
from tests.pdf_factory import make_mapped_pdf, shared_pdf


@pytest.mark.parametrize(
    ("font", "text", "printed"),
    [
        ("SymbolMT", "CD4 \uf0a3 200", "CD4 ≤ 200"),
        ("ABCDEF+Symbol", "age \uf0b3 5 years", "age ≥ 5 years"),
        ("Symbol", "If low \uf0de refer", "If low ⇒ refer"),
        ("Symbol", "5 \uf06dg, \uf0b1 2 \uf0b0C, 3 \uf0b4 4", "5 μg, ± 2 °C, 3 × 4"),
        ("Symbol", "If low \uf0ae refer, \uf0af dose", "If low → refer, ↓ dose"),
        ("Symbol", "\uf0b7 Give zinc", "• Give zinc"),
        ("ABCDEF+Wingdings-Regular", "\uf0a7 Give zinc", "• Give zinc"),
        ("Wingdings", "see \uf0a7 below", "see ▪ below"),
        ("Wingdings", "\uf0d8 5 mm or more", "• 5 mm or more"),
        ("Wingdings", "\uf0fc 3 tablets", "✓ 3 tablets"),
        ("AAAAAG+Wingdings-Regular", "\x83 10 mg daily", "• 10 mg daily"),
        ("AAAAAG+Wingdings-Regular", "give \x83 10 mg", "give \ufffd 10 mg"),
        ("Wingdings3", "\uf07d 10 mg", "• 10 mg"),
        ("Wingdings3", "low \uf0d8 10 mg", "low \ufffd 10 mg"),
        ("Avenir-Roman", "475\uf02d92", "475-92"),
        ("ArialNarrow", "\uf031\uf030 mg", "10 mg"),
        ("ArialNarrow", "\uf061 10 mg", "\ufffd 10 mg"),
        ("MathematicalPi-One", "\uf033 10 mg", "\ufffd 10 mg"),
        ("Symbol", "\uf065 50 copies/ml", "\ufffd 50 copies/ml"),
        ("Calibri", "\uf065 50 copies/ml", "\ufffd 50 copies/ml"),
        ("Calibri", "\ue123 Give zinc", "• Give zinc"),
        ("Calibri", "Give\tzinc 10\ufffe", "Give\tzinc 10\ufffe"),
    ],
)
def test_a_glyph_is_what_its_font_prints(font: str, text: str, printed: str) -> None:
    """By the font's published encoding; what is not known is marked, and never dropped or guessed."""
    assert read_glyphs(text, lambda _: font) == printed


@pytest.mark.parametrize(
    ("text", "unreadable"),
    [("CD4 \ufffd 200", True), ("stage\ufffd II", False), ("CD4 ≥ 200", False), ("", False)],
)
def test_only_a_line_with_a_number_is_marked(text: str, unreadable: bool) -> None:
    """A glyph that is not known changes a number's meaning; beside words it is a blemish."""
    assert is_unreadable(text) is unreadable


def test_only_private_and_control_characters_are_glyphs_to_be_read() -> None:
    """Line breaks, tabs and pdfium's hyphen are not."""
    assert has_glyphs("a\uf0b3b") and has_glyphs("a\x83b")
    assert not has_glyphs("a\r\n\tb\ufffe ≥ é\xad")


def test_lines_and_passages_know_their_unreadable_glyphs(tmp_path: Path) -> None:
    """A line is marked, and so is each range of a passage's text that stands on it."""
    lines = ["Start treatment if the viral load is \x80 50 copies", "and repeat it in 6 months."]
    reading = read_guideline(make_mapped_pdf(tmp_path / "a.pdf", lines, {"\x80": "\uf065"}), "a")
    assert [(line.text, line.unreadable) for line in reading.pages[0].lines] == [
        ("Start treatment if the viral load is \ufffd 50 copies", True),
        ("and repeat it in 6 months.", False),
    ]
    (passage,) = reading.passages
    assert passage.has_unreadable_line()
    assert passage.has_unreadable_line(0, 5)
    assert not passage.has_unreadable_line(passage.text.index("and repeat"))
    assert reading.problems == ("unreadable glyph beside a number: page 1; look there before its numbers are used",)


def test_arrows_of_a_real_guideline() -> None:
    """dev/uganda_tb_leprosy_manual.pdf, page 47: the referral chain's arrows, from Symbol at U+F0DE."""
    texts = [line.text for line in read_pages(shared_pdf("dev/uganda_tb_leprosy_manual.pdf"))[46].lines]
    assert sum(text.count("⇒") for text in texts) == 3
    assert not any(character >= "\ue000" and character <= "\uf8ff" for text in texts for character in text)
