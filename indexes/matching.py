"""Whether a guideline is one that a filter asks for, field by field, and what a filter says in words. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from indexes.errors import LibraryError
from indexes.folding import fold
from indexes.populations import POPULATIONS, read_population
from indexes.stored import StoredGuideline
from indexes.types import Filter
from ingest.manifest_checks import is_date
from ingest.types import Guideline

_WORD = re.compile(r"\w+(?:\.\w+)*")
_SMALL_WORDS = "a an and the of for in on to de del des du da do dos la le les et el los las y e para".split()  # noqa: SIM905
_FEWEST_INITIALS = 2
_LANGUAGES = {
    "arabic": "ar",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
}
"""Those that a PDF's text is told to be in, by their English names."""


def match_publisher(asked: str, held: str) -> bool:
    """Whether a publisher is meant: by words of its name, in any order, or by initials, whichever of the two has them.

    "WHO", "world health" and "WHO Africa" mean "World Health Organization, Regional Office for Africa", "CDC" means
    "Centers for Disease Control and Prevention", and "World Health Organization" means "WHO".
    """
    words = _words(held)
    meant = [word for word in _words(asked) if word not in _SMALL_WORDS]
    if meant and all(word in words or _is_short_for(word, words) for word in meant):
        return True
    return any(word in _initials(_words(asked)) for word in words if len(word) >= _FEWEST_INITIALS)


def match_language(asked: str, held: str) -> bool:
    """Whether a BCP 47 tag is of the language asked for, by basic filtering (RFC 4647): "en" means "en-GB" as well.

    Some languages may be asked for by their English names.
    """
    wanted, tag = fold(asked).replace("_", "-"), held.casefold()
    wanted = _LANGUAGES.get(wanted, wanted)
    return tag == wanted or tag.startswith(f"{wanted}-")


def match_edition(asked: str, held: str) -> bool:
    """Whether an edition has the words asked for: "2.3" means "Version 2.3"."""
    wanted = set(_words(asked))
    return bool(wanted) and wanted <= set(_words(held))


def match_published_from(asked: str, held: str) -> bool:
    """Whether a date may be on or after another; of each the day or the month may be open."""
    told = min(len(asked), len(held))
    return held[:told] >= asked[:told]


def match_published_to(asked: str, held: str) -> bool:
    """Whether a date may be on or before another; of each the day or the month may be open."""
    told = min(len(asked), len(held))
    return held[:told] <= asked[:told]


Match = Callable[[str, str], bool]
"""Takes what is asked for and what a guideline has, neither of them empty."""

FIELDS: Mapping[str, tuple[str, Match]] = {
    "publisher": ("publisher", match_publisher),
    "language": ("language", match_language),
    "edition": ("edition", match_edition),
    "published_from": ("published", match_published_from),
    "published_to": ("published", match_published_to),
}
"""For each field of a filter, the guideline's field that it is held against, and how."""


def match_field(where: Filter, name: str, guideline: Guideline) -> bool:
    """Whether a guideline has what one of FIELDS asks for. One of which that is not known has it not."""
    asked = getattr(where, name)
    known, match = FIELDS[name]
    held = getattr(guideline, known)
    return not asked or bool(held and match(asked, held))


def match_guideline(where: Filter, stored: StoredGuideline, but: Sequence[str] = ()) -> bool:
    """Whether a filter takes a guideline, by its id, its status and all of FIELDS but these."""
    guideline = stored.guideline
    named = not where.guidelines or guideline.id in where.guidelines
    searched = where.superseded or guideline.status == "current"
    return named and searched and all(match_field(where, name, guideline) for name in FIELDS if name not in but)


def check_values(where: Filter) -> Filter:
    """Return a filter with its spaces off and its population by its proper name.

    Raises LibraryError for a date that is none, bounds the wrong way round, and a population that is not known.
    """
    values = {name: " ".join(getattr(where, name).split()) for name in (*FIELDS, "population")}
    for bound in ("published_from", "published_to"):
        if values[bound] and not is_date(values[bound]):
            raise LibraryError(f"{values[bound]!r} is not a date; write it as 2023-10-16, 2023-10 or 2023")
    first, last = values["published_from"], values["published_to"]
    if first and last and not match_published_to(last, first):
        raise LibraryError(f"nothing is published from {first} to {last}: the first date is after the second")
    if values["population"]:
        read = read_population(values["population"])
        if read is None:
            raise LibraryError(
                f"{values['population']!r} is not one population; choose one of: {', '.join(POPULATIONS)}"
            )
        values["population"] = read
    guidelines = tuple(dict.fromkeys(where.guidelines))
    return Filter(guidelines=guidelines, superseded=where.superseded, **values)


def describe_filter(where: Filter) -> str:
    """Return what a filter restricts a search to, such as "publisher WHO; published from 2022; population children".

    Empty if it restricts nothing.
    """
    parts = [f"{'guideline' if len(where.guidelines) == 1 else 'guidelines'} {', '.join(where.guidelines)}"]
    parts = parts if where.guidelines else []
    parts += [f"{name} {getattr(where, name)}" for name in ("publisher", "language", "edition") if getattr(where, name)]
    if where.published_from or where.published_to:
        bounds = [("from", where.published_from), ("to", where.published_to)]
        parts.append(" ".join(["published", *(f"{word} {bound}" for word, bound in bounds if bound)]))
    if where.population:
        parts.append(f"population {where.population}")
    if where.superseded:
        parts.append("superseded editions too")
    return "; ".join(parts)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _initials(words: Sequence[str]) -> tuple[str, str]:
    """Return the first letters of all words, and of those that are not small."""
    return "".join(word[0] for word in words), "".join(word[0] for word in words if word not in _SMALL_WORDS)


def _is_short_for(short: str, words: Sequence[str]) -> bool:
    """Whether these are the initials of words that follow one another."""
    return len(short) >= _FEWEST_INITIALS and any(short in letters for letters in _initials(words))
