"""The words of a page with their boxes."""

from pathlib import Path

import pypdfium2 as pdfium

from ingest.pdf import open_pdf
from ingest.table_words import Word, read_words
from ingest.transform import device_transform
from tests.pdf_factory import make_ligature_pdf


def words_of(page: pdfium.PdfPage) -> tuple[Word, ...]:
    """Return a page's words, none of them bold."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    return read_words(text_page, text, device_transform(page, *page.get_size()), lambda _: False)


def test_ligatures_are_letters_of_their_word(tmp_path: Path) -> None:
    """One glyph that stands for "fl" is no raised mark, within a word, at its end and at its head."""
    lines = ["Ciprokoxacin is the krst", "stik and k"]
    path = make_ligature_pdf(tmp_path / "ligatures.pdf", lines, "k", "fl")
    with open_pdf(path) as document:
        words = words_of(document[0])
    written = [(word.text, word.raised) for word in words]
    expected = ["stifl", "and", "fl", "Ciprofloxacin", "is", "the", "flrst"]
    assert sorted(written) == sorted((word, False) for word in expected)
