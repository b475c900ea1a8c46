"""Whether a text that was read says what the page prints: what may differ, and what may not.

Not counted: case; white space beside a sign, or between a digit and a letter; the kind of dash, quote or space; a
hyphen between two letters, which a line's end may have made; bullets, check boxes, rating circles, private-use glyphs.
A footnote mark may be left out, be a superscript character, or stand apart ("3 [3]", "3 (3)", "3^3", "3 3").
Counted: every digit, decimal sign and comparator, a mark that is glued to what it marks ("33"), and one not printed.
"""

import re
import unicodedata
from functools import lru_cache

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻªº"
_MARKS = re.compile(rf"\s*(?:[{_SUPERSCRIPTS}]+(?:,(?=[{_SUPERSCRIPTS}]))?|[*†‡§]+)+")
_POWER = re.compile(r"(?<![A-Za-z])([ckm]?m)([²³])")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = {ord(mark): "'" for mark in "‘’‚‛`´′"} | {ord(mark): '"' for mark in "“”„‟″"}
_GLYPHS = re.compile("[\ue000-\uf8ff•‣●○◦▪■□▫▸►▶➢➤❑❏☐⊕⊖⊙⊝⊗⨁⨀]")
_BULLET = re.compile(r"^- |(?<!\d) - | - (?!\d)")
_BESIDE_SIGN = re.compile(r"\s*([-+/()=:;%<>≥≤])\s*")
_WORD_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_PLACE = "\x00"

_BEFORE_LETTER = r"(?<![^\W_])"
_BEFORE_DIGIT = r"(?<![^\W_])(?<!\d[.,/-])"
_AFTER_LETTER = r"(?![^\W_])"
_AFTER_DIGIT = r"(?!\d|[.,/-]\d)"


def normalise(text: str) -> str:
    """Return a text without what is not counted; footnote marks in superscript characters, and asterisks, after "^"."""
    return _fold(_MARKS.sub(lambda mark: f"^{mark.group().strip()}", _POWER.sub(_write_power, text)))


def same_text(truth: str, found: str) -> bool:
    """Return whether `found` is all of `truth` and nothing else."""
    return _pattern(truth).fullmatch(normalise(found)) is not None


def holds_text(truth: str, found: str) -> bool:
    """Return whether `truth` stands in `found`, and not as a piece of a longer word, number or range."""
    return _inner_pattern(truth).search(normalise(found)) is not None


def same_path(truth: tuple[str, ...], found: tuple[str, ...], caption: str) -> bool:
    """Return whether the headings `found` above a cell are those of `truth`.

    The innermost must be the same; the outer ones must be there in order, among others or not. One that is absent may
    stand in the caption. Headings may be joined or parted: "Comparator No treatment" is "Comparator", "No treatment".
    """
    if not truth:
        return True
    whole = " ".join(truth)
    if any(same_text(whole, " ".join(found[start:])) for start in range(len(found))):
        return True
    if not found or not same_text(truth[-1], found[-1]):
        return False
    start = 0
    for heading in truth[:-1]:
        places = [place for place in range(start, len(found) - 1) if same_text(heading, found[place])]
        if places:
            start = places[0] + 1
        elif not holds_text(heading, caption):
            return False
    return True


@lru_cache(maxsize=4096)
def _pattern(truth: str) -> re.Pattern[str]:
    return re.compile(_expression(truth))


@lru_cache(maxsize=4096)
def _inner_pattern(truth: str) -> re.Pattern[str]:
    plain = _fold(_MARKS.sub("", truth))
    before = _BEFORE_DIGIT if plain[0].isdigit() else _BEFORE_LETTER if plain[0].isalpha() else ""
    after = _AFTER_DIGIT if plain[-1].isdigit() else _AFTER_LETTER if plain[-1].isalpha() else ""
    return re.compile(f"{before}(?:{_expression(truth)}){after}")


def _expression(truth: str) -> str:
    """Return the regular expression of a text, in which each footnote mark may be absent or stand apart."""
    text = _POWER.sub(_write_power, truth)
    marks = list(_MARKS.finditer(text))
    plain = _fold(_MARKS.sub(_PLACE, text))
    characters = []
    place = 0
    for at, character in enumerate(plain):
        if character == _PLACE:
            characters.append(_mark_expression(marks[place].group().strip()))
            place += 1
            continue
        before = plain[:at].rstrip(_PLACE)[-1:]
        if character == " ":
            after = plain[at + 1 :].lstrip(_PLACE)[:1]
            characters.append(" ?" if _digit_beside_letter(before, after) else " ")
        else:
            characters.append(" ?" if _digit_beside_letter(before, character) else "")
            characters.append(re.escape(character))
    return "".join(characters)


def _digit_beside_letter(one: str, other: str) -> bool:
    return (one.isdigit() and other.isalpha()) or (one.isalpha() and other.isdigit())


def _mark_expression(mark: str) -> str:
    letters = re.escape(unicodedata.normalize("NFKC", mark).casefold())
    return rf"(?:(?: ?[\[(^] ?| ){letters} ?[\])]?)?"


def _write_power(match: re.Match[str]) -> str:
    return match.group(1) + unicodedata.normalize("NFKC", match.group(2))


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", _DASHES.sub("-", text)).translate(_QUOTES).casefold()
    text = " ".join(_GLYPHS.sub(" ", text).split())
    text = _BESIDE_SIGN.sub(r"\1", _BULLET.sub(" ", text).strip())
    return _WORD_HYPHEN.sub("", text)
