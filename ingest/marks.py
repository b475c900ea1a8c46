"""Raised marks in text: how it is searched and compared without them. Pure."""

import re

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁺⁻"
_MARK = re.compile(
    rf"(?<!\bm)(?<!\b[ckdm]m)(?<=[^\W_])[{SUPERSCRIPTS}]+(?:,[{SUPERSCRIPTS}]+)*|(?<=\))[{SUPERSCRIPTS}]+"
)


def without_marks(text: str) -> str:
    """Return a text without the marks on its words and numbers, so that "oedemaᵇ" is found as "oedema".

    The squares and cubes of units ("mg/m²", "mm³") stay.
    """
    return _MARK.sub("", text)
