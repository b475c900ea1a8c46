"""What pdfium says of the font that a character of a page is set in."""

import ctypes
import math

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibold")


class FontProbe:
    """Answers for the characters of one page's text; it is good while that text page is open.

    Weight and name are the font's, so that each font is asked once: a page has thousands of words, and few fonts.
    """

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._text_page = text_page
        self._bold: dict[int, bool] = {}

    def is_bold(self, index: int) -> bool:
        """Whether the character's font is bold by its weight or by its name."""
        item = pdfium_c.FPDFText_GetTextObject(self._text_page, index)
        font = ctypes.cast(pdfium_c.FPDFTextObj_GetFont(item), ctypes.c_void_p).value if item else None
        if font is None:
            return self._find_bold(index)
        if font not in self._bold:
            self._bold[font] = self._find_bold(index)
        return self._bold[font]

    def size(self, index: int) -> float:
        """Return the character's font size in points, as printed."""
        size = float(pdfium_c.FPDFText_GetFontSize(self._text_page, index))
        matrix = pdfium_c.FS_MATRIX()
        if pdfium_c.FPDFText_GetMatrix(self._text_page, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
        return round(size, 1)

    def name(self, index: int) -> str:
        """Return the name of the character's font; "" if it has none."""
        buffer = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        length = pdfium_c.FPDFText_GetFontInfo(self._text_page, index, buffer, len(buffer), flags)
        return buffer.raw[: max(0, min(length, len(buffer)) - 1)].decode("utf-8", "replace")

    def _find_bold(self, index: int) -> bool:
        if pdfium_c.FPDFText_GetFontWeight(self._text_page, index) >= _BOLD_WEIGHT:
            return True
        name = self.name(index).lower()
        return any(word in name for word in _BOLD_NAMES)
