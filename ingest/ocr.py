"""Pictures of text to printed lines, by the Tesseract program: one picture, one process, TSV out."""

import os
import re
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from PIL import Image

from ingest.errors import RecognitionError
from ingest.pdf import PrintedLine, around, clean_line, count_cells
from ingest.types import Box

RESOLUTION = 300
"""Dots per inch that Tesseract's models were trained for; https://tesseract-ocr.github.io/tessdoc/ImproveQuality."""

LANGUAGES = {
    "am": "amh",
    "ar": "ara",
    "bn": "ben",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fa": "fas",
    "fr": "fra",
    "ha": "hau",
    "hi": "hin",
    "ht": "hat",
    "id": "ind",
    "it": "ita",
    "km": "khm",
    "lo": "lao",
    "my": "mya",
    "ne": "nep",
    "nl": "nld",
    "ps": "pus",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "rw": "kin",
    "so": "som",
    "sw": "swa",
    "th": "tha",
    "ti": "tir",
    "tr": "tur",
    "uk": "ukr",
    "ur": "urd",
    "vi": "vie",
    "zh": "chi_sim",
}
"""BCP 47 primary tags and what Tesseract calls their models."""

LEAST_CONFIDENCE = 40.0
"""Percent. Lines below it are speckle and drawings, not misread words."""

_SURE = 80.0
"""Percent. One or two signs by themselves are taken for text from here on."""

_LETTERING, _LEAST_LETTERING = 85.0, 10
"""Percent, and letters on the page: what a picture without paragraphs must show to be no mere pattern."""

_TURNED_CONFIDENCE = 70.0
"""Percent. A page that reads worse than this may lie on its side or its head."""

_LEAST_WORDS = 8
_BLOCKS, _SPARSE = "3", "11"
"""Tesseract's page segmentation: columns and paragraphs, or single words anywhere, as in a drawing's lettering."""

_TALL, _DEEP = re.compile(r"[A-Z0-9bdfhklt()/%À-Þ]"), re.compile(r"[gjpqy,;()]")
_ROTATE = re.compile(rb"Rotate:\s*(\d+)")
_ORIENTATION = re.compile(rb"Orientation confidence:\s*([\d.]+)")
_LEAST_ORIENTATION = 2.0
"""What Tesseract's own automatic segmentation asks of its orientation before it turns a page."""

_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Degrees clockwise to Pillow's turns, which count the other way."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey: `pixels` is height x width bytes, row by row, 0 black; `scale` is pixels to the point."""

    width: int
    height: int
    pixels: bytes
    scale: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read in a picture."""

    lines: tuple[PrintedLine, ...]
    """In Tesseract's reading order; boxes in points from the top left of the picture as turned."""
    turn: int
    """Degrees clockwise, 0, 90, 180 or 270, by which the picture was turned to stand upright."""
    confidence: float
    """Mean of the words' confidences in percent, weighted by length; 0 where nothing was read."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    confidence: float
    box: Box


def installed_models() -> frozenset[str] | None:
    """Return the names of Tesseract's installed language models, such as "eng"; None if there is no Tesseract."""
    if shutil.which("tesseract") is None:
        return None
    listed = _run(["--list-langs"], b"", 30.0).decode("utf-8", "replace").splitlines()[1:]
    return frozenset(line.strip() for line in listed if line.strip())


def recognise(picture: Picture, models: str, seconds: float, least: float = LEAST_CONFIDENCE) -> Recognised:
    """Read a picture with the language models named, such as "eng" or "eng+fra".

    Lines of a confidence below `least`, in percent, are left out. A picture that reads badly is held against
    Tesseract's orientation detection, and read again upright where that is sure. Raises RecognitionError if Tesseract
    fails or takes longer than `seconds` at one go.
    """
    first = _read(picture, models, seconds)
    if not first:
        lettering = _recognised(_read(picture, models, seconds, _SPARSE), 0, max(least, _LETTERING))
        letters = sum(character.isalpha() for line in lettering.lines for character in line.text)
        return lettering if letters >= _LEAST_LETTERING else replace(lettering, lines=())
    turn = _find_turn(picture, seconds) if _seems_turned(first) else 0
    if turn:
        second = _read(_turn(picture, turn), models, seconds)
        if _confidence(second) > _confidence(first) or _stand_tall(first):
            return _recognised(second, turn, least)
    return _recognised(first, 0, least)


def _run(arguments: list[str], data: bytes, seconds: float) -> bytes:
    try:
        done = subprocess.run(
            ["tesseract", *arguments],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            # Pages are read side by side; threads inside each would only wait for each other.
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as fault:
        raise RecognitionError(f"Tesseract took longer than {seconds:g} s") from fault
    except OSError as fault:
        raise RecognitionError(f"Tesseract cannot be run ({fault.strerror})") from fault
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
        raise RecognitionError(f"Tesseract failed: {said[0]}")
    return done.stdout


def _read(picture: Picture, models: str, seconds: float, layout: str = _BLOCKS) -> list[tuple[list[_Word], float]]:
    """Return each line's words, boxes in points, with the line's confidence."""
    arguments = ["stdin", "stdout", "--dpi", str(RESOLUTION), "--psm", layout, "-l", models, "tsv"]
    table = _run(arguments, _netpbm(picture), seconds).decode("utf-8", "replace")
    words = list(_parse(table, picture.scale))
    lines = [[word for _, word in group] for _, group in groupby(words, key=lambda pair: pair[0])]
    return [(line, _mean_confidence(line)) for line in lines]


def _netpbm(picture: Picture) -> bytes:
    return b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.pixels


def _parse(table: str, scale: float) -> Iterator[tuple[tuple[str, ...], _Word]]:
    """Yield (place of the line, word) for each word of Tesseract's TSV; level 5 is a word."""
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12 or fields[0] != "5" or not fields[11].strip():
            continue
        left, top, width, height = (int(value) / scale for value in fields[6:10])
        yield tuple(fields[1:5]), _Word(fields[11].strip(), float(fields[10]), (left, top, left + width, top + height))


def _mean_confidence(words: list[_Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _confidence(lines: list[tuple[list[_Word], float]]) -> float:
    return _mean_confidence([word for line, _ in lines for word in line])


def _stand_tall(lines: list[tuple[list[_Word], float]]) -> bool:
    """Whether most longer words are higher than wide: Tesseract read a page that lies on its side."""
    longer = [word.box for line, _ in lines for word in line if len(word.text) >= 4]
    tall = sum(bottom - top > right - left for left, top, right, bottom in longer)
    return tall > 0.5 * len(longer)


def _seems_turned(lines: list[tuple[list[_Word], float]]) -> bool:
    words = sum(len(line) for line, _ in lines)
    return words >= _LEAST_WORDS and (_confidence(lines) < _TURNED_CONFIDENCE or _stand_tall(lines))


def _find_turn(picture: Picture, seconds: float) -> int:
    """Return by how many degrees clockwise the picture must be turned, as far as Tesseract is sure of it; else 0."""
    try:
        said = _run(["stdin", "stdout", "--dpi", str(RESOLUTION), "--psm", "0"], _netpbm(picture), seconds)
    except RecognitionError:
        return 0  # too few letters to tell, or no orientation model: the page stays as it lies
    degrees, sure = _ROTATE.search(said), _ORIENTATION.search(said)
    if degrees is None or sure is None or float(sure[1]) < _LEAST_ORIENTATION:
        return 0
    return int(degrees[1]) % 360


def _turn(picture: Picture, turn: int) -> Picture:
    image = Image.frombytes("L", (picture.width, picture.height), picture.pixels).transpose(_TURNS[turn])
    return Picture(image.width, image.height, image.tobytes(), picture.scale)


def _recognised(lines: list[tuple[list[_Word], float]], turn: int, least: float) -> Recognised:
    printed = [line for words, confidence in lines if (line := _print_line(words, confidence, least)) is not None]
    return Recognised(tuple(printed), turn, _confidence(lines))


def _print_line(words: list[_Word], confidence: float, least: float) -> PrintedLine | None:
    text = clean_line(" ".join(word.text for word in words))
    signs = sum(character.isalnum() for character in text)
    if confidence < least or not signs or (signs <= 2 and confidence < _SURE):
        return None
    boxes = [word.box for word in words]
    size = _estimate_size(words)
    return PrintedLine(text, around(boxes), size, bold=False, cells=count_cells(boxes, size), source="ocr")


def _estimate_size(words: list[_Word]) -> float:
    """Estimate a line's font size in points from how high its words' ink is and which letters they have.

    The shares are those of common text faces: capitals rise 0.72 of the size above the baseline, small letters 0.52,
    and descenders fall 0.21 below it.
    """
    sizes = []
    for word in words:
        share = (0.72 if _TALL.search(word.text) else 0.52) + (0.21 if _DEEP.search(word.text) else 0.0)
        if any(character.isalnum() for character in word.text):
            sizes.append((word.box[3] - word.box[1]) / share)
    return round(statistics.median(sizes), 1) if sizes else round(words[0].box[3] - words[0].box[1], 1)
