"""Passages: never cut through a sentence or a list item, and each letter of theirs is on a known printed line."""

import re
import tempfile
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bibliography import find_bibliography
from ingest.contributors import find_contributors
from ingest.document import read_document_facts
from ingest.furniture import split_furniture
from ingest.headings import heading_paths
from ingest.layout import Block, find_blocks
from ingest.order import order_lines
from ingest.passages import LEAST_WORDS, MOST_WORDS
from ingest.pdf import read_pages
from ingest.read import read_guideline
from ingest.scans import read_scans
from ingest.tables import read_tables, slice_tables
from ingest.types import Passage, Reading
from tests.pdf_factory import Text, make_pdf, set_lines, shared_pdf, wrap

REAL = [
    "dev/uganda_tb_leprosy_manual.pdf",
    "dev/uganda_ucg2023_15pages.pdf",
    "dev/who_ipc_core_components_2016.pdf",
    "dev/who_schistosomiasis_2022.pdf",
    "dev/who_selfbp_pregnancy_2025.pdf",
    "dev/cdc_outpatient_ipc_guide_2016.pdf",
    "awkward/encrypted_rc4_nocopy_foraging.pdf",
    "awkward/rotated_mushrooms.pdf",
]
LEADER = re.compile(r"(?:\. ?){5,}")
WORDS = ["the", "child", "is", "given", "fluids", "by", "mouth", "and", "zinc", "once", "until", "well", "again", "so"]


@cache
def read_real(name: str) -> Reading:
    """Read a shared PDF once for all tests."""
    return read_guideline(shared_pdf(name), Path(name).stem)


@cache
def real_blocks(name: str) -> tuple[Block, ...]:
    """Return the blocks of a shared PDF, of the lines that its reading has, in the reading's order."""
    path = shared_pdf(name)
    printed, _ = read_scans(path, read_pages(path), read_real(name).guideline.language)
    bodies, tables = read_tables(printed, [order_lines(body) for body in split_furniture(printed)[0]])
    assert [[line.text for line in body] for body in bodies] == [
        [line.text for line in page.lines] for page in read_real(name).pages
    ]
    return find_blocks(bodies, slice_tables(tables))


def read(tmp_path: Path, *pages: list[Text]) -> tuple[Passage, ...]:
    """Return the passages of a PDF with these pages."""
    return read_guideline(make_pdf(tmp_path / "page.pdf", pages), "page").passages


def squeeze(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def assert_spans_map_exactly(reading: Reading) -> None:
    """Assert that spans cover all text but white space, and that each says what its printed line says.

    A line may stand in two passages, cut between two sentences; a hyphen that broke a word at its end may be gone. In a
    table's text, bars, colons and commas stand between cells and labels, and a header is said again.
    """
    pieces: dict[tuple[int, int], list[str]] = defaultdict(list)
    beside_tables: set[tuple[int, int]] = set()
    for passage in reading.passages:
        if passage.kind == "table":
            assert_cells_map_exactly(passage, reading)
            beside_tables |= {(span.page, span.line) for span in passage.spans}
            continue
        position = 0
        for span in passage.spans:
            assert passage.text[position : span.start].strip() == ""
            assert span.start < span.end
            pieces[span.page, span.line].append(passage.text[span.start : span.end])
            position = span.end
        assert position == len(passage.text)
    for (page, line), texts in pieces.items():
        printed = reading.pages[page - 1].lines[line].text
        if (page, line) in beside_tables:  # cut between two sentences, of which one leads up to a table
            assert all(text in printed for text in texts)
            continue
        if len(texts) == 1:
            assert texts[0] in (printed, printed[:-1])
        whole = squeeze("".join(texts))
        assert whole in (squeeze(printed), squeeze(printed)[:-1])
        assert whole == squeeze(printed) or printed[-1] in "-\u2010\u2011"


def assert_cells_map_exactly(passage: Passage, reading: Reading) -> None:
    """Assert the same of a table's passage, whose cells and labels have signs between them."""
    position = 0
    for span in passage.spans:
        assert re.fullmatch(r"[\s|:,]*", passage.text[position : span.start])
        printed = reading.pages[span.page - 1].lines[span.line].text
        assert passage.text[span.start : span.end] in printed
        position = span.end
    assert position == len(passage.text)


@pytest.mark.parametrize("name", REAL)
def test_every_span_of_a_real_guideline_says_what_is_printed(name: str) -> None:
    """All passages of a guideline, line by line."""
    assert_spans_map_exactly(read_real(name))


@pytest.mark.parametrize("name", REAL)
def test_every_line_of_a_real_guideline_is_in_a_passage(name: str) -> None:
    """Left out are lists of references, contributors and contents, and a table's header that is printed again."""
    reading = read_real(name)
    held = {(span.page, span.line) for passage in reading.passages for span in passage.spans}
    said = {reading.pages[page - 1].lines[line].text for page, line in held}
    blocks = real_blocks(name)
    paths = heading_paths(blocks, read_document_facts(shared_pdf(name)).outline)
    for at in find_bibliography(blocks, paths) | find_contributors(blocks, paths):
        held |= {(placed.page, placed.index) for placed in blocks[at].lines}
    for page in reading.pages:
        left_out = [
            line.text
            for index, line in enumerate(page.lines)
            if (page.number, index) not in held and line.text not in said
        ]
        if left_out:
            assert sum(LEADER.search(text) is not None for text in left_out) > 0.7 * len(left_out), left_out


@pytest.mark.parametrize("name", REAL)
def test_no_item_row_or_heading_of_a_real_guideline_is_cut(name: str) -> None:
    """All lines of each are in one passage."""
    passages = read_real(name).passages
    places: dict[tuple[int, int], set[str]] = defaultdict(set)
    for passage in passages:
        for span in passage.spans:
            places[span.page, span.line].add(passage.id)
    for block in real_blocks(name):
        if block.kind not in ("prose", "table"):
            homes = [
                places[placed.page, placed.index] for placed in block.lines if (placed.page, placed.index) in places
            ]
            assert len(set.union(*homes)) == 1 if homes else True


@pytest.mark.parametrize("name", REAL)
def test_paragraphs_of_a_real_guideline_are_cut_after_a_sentence(name: str) -> None:
    """Where a paragraph goes on in the next passage, the one before ends with its sentence's stop."""
    for block in real_blocks(name):
        if block.kind == "table":
            continue
        places = {(placed.page, placed.index) for placed in block.lines}
        holding = [
            passage
            for passage in passages_of_page(name, block.lines[0].page, block.lines[-1].page)
            if any((span.page, span.line) in places for span in passage.spans)
        ]
        for passage in holding[:-1]:
            assert re.search(r"[.!?][\"'”’)\]\d, ]*$", passage.text), passage.text[-60:]


def passages_of_page(name: str, first: int, last: int) -> list[Passage]:
    """Return the passages that touch these pages."""
    by_page = passages_by_page(name)
    return list({passage.id: passage for page in range(first, last + 1) for passage in by_page[page]}.values())


@cache
def passages_by_page(name: str) -> dict[int, list[Passage]]:
    """Return each page's passages."""
    by_page: dict[int, list[Passage]] = defaultdict(list)
    for passage in read_real(name).passages:
        for page in passage.pages:
            by_page[page].append(passage)
    return by_page


@pytest.mark.parametrize("name", REAL)
def test_passages_of_a_real_guideline_are_numbered_and_in_order(name: str) -> None:
    """Ids count from 0; pages go on from passage to passage; no passage and no title is empty."""
    reading = read_real(name)
    guideline = reading.guideline.id
    assert [passage.id for passage in reading.passages] == [
        f"{guideline}#{number}" for number in range(len(reading.passages))
    ]
    firsts = [passage.pages[0] for passage in reading.passages]
    assert firsts == sorted(firsts)
    assert {passage.guideline_id for passage in reading.passages} == {guideline}
    assert all(passage.text.strip() == passage.text != "" for passage in reading.passages)
    assert all(title.strip() for passage in reading.passages for title in passage.heading)


@pytest.mark.parametrize("name", REAL)
def test_most_passages_of_a_real_guideline_are_of_the_size_that_is_searched_best(name: str) -> None:
    """Nine in ten have at most MOST_WORDS words: only single long sentences, items and their headings go beyond.

    Rows of a table are as long as they are, and bear their labels.
    """
    lengths = sorted(len(passage.text.split()) for passage in read_real(name).passages if passage.kind != "table")
    assert lengths[int(0.9 * (len(lengths) - 1))] <= MOST_WORDS


sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=30).map(
    lambda words: " ".join(words).capitalize() + "."
)
paragraphs = st.tuples(st.just("prose"), st.lists(sentences, min_size=1, max_size=9))
items = st.tuples(st.just("items"), st.lists(sentences, min_size=1, max_size=9))
sections = st.lists(st.lists(st.one_of(paragraphs, items), min_size=1, max_size=4), min_size=1, max_size=4)


def typeset(chapters: list[list[tuple[str, list[str]]]]) -> tuple[list[list[Text]], list[list[str]]]:
    """Set chapters of paragraphs and lists onto pages, each sentence numbered; return pages, and the sentences."""
    pages: list[list[Text]] = [[]]
    printed: list[list[str]] = []
    top, number = 90.0, 0

    def put(lines: list[Text], gap: float) -> None:
        nonlocal top
        top += gap
        for line in lines:
            if top > 760:
                pages.append([])
                top = 90.0
            pages[-1].append(Text(line.text, line.left, top, line.size, line.font))
            top += 13

    for index, blocks in enumerate(chapters):
        printed.append([])
        put([Text(f"Chapter {chr(65 + index)}", size=14, font="Helvetica-Bold")], 14)
        for kind, content in blocks:
            numbered = []
            for sentence in content:
                number += 1
                numbered.append(f"{sentence[:-1]} mark{'abcdefghij'[number // 10 % 10]}{'abcdefghij'[number % 10]}.")
            printed[-1] += numbered
            if kind == "prose":
                put(wrap(" ".join(numbered)), 10)
            else:
                for sentence in numbered:
                    first, *rest = wrap(f"• {sentence}", width=380, left=86)
                    put([first, *(Text(line.text, 98) for line in rest)], 2)
    return pages, printed


@settings(max_examples=30, deadline=None)
@given(sections)
def test_no_sentence_or_item_of_any_document_is_cut(chapters: list[list[tuple[str, list[str]]]]) -> None:
    """Each is whole in exactly one passage, below its own chapter's title, and no passage is too long."""
    pages, printed = typeset(chapters)
    with tempfile.TemporaryDirectory() as folder:
        reading = read_guideline(make_pdf(Path(folder) / "page.pdf", pages), "page")
    assert_spans_map_exactly(reading)
    for index, expected in enumerate(printed):
        title = f"Chapter {chr(65 + index)}"
        for sentence in expected:
            holding = [passage for passage in reading.passages if sentence in passage.text]
            assert len(holding) == 1, sentence
            above = holding[0].text[: holding[0].text.index(sentence)]
            titles = re.findall(r"^Chapter [A-Z]$", above, re.MULTILINE)
            assert (titles or list(holding[0].heading))[-1] == title
    for passage in reading.passages:
        assert len(passage.text.split()) <= MOST_WORDS + LEAST_WORDS


def test_lines_are_joined_by_spaces_and_items_by_newlines(tmp_path: Path) -> None:
    """What stands apart on the page stands apart in the passage, and word breaks are mended."""
    (passage,) = read(
        tmp_path,
        [
            Text("Diarrhoea", 72, 70, 16, "Helvetica-Bold"),
            *set_lines(
                ["Oral rehydration is the treat-", "ment of choice in all ages, and treatment goes on:"], top=100
            ),
            *set_lines(["• give zinc for 10-", "14 days", "• go on with breast milk"], left=86, top=140),
        ],
    )
    assert passage.text == (
        "Diarrhoea\nOral rehydration is the treatment of choice in all ages, and treatment goes on:\n"
        "• give zinc for 10-14 days\n• go on with breast milk"
    )
    assert passage.heading == ("Diarrhoea",)
    assert passage.kind == "list"
    assert [passage.text[span.start : span.end] for span in passage.spans][1:3] == [
        "Oral rehydration is the treat",
        "ment of choice in all ages, and treatment goes on:",
    ]
    assert [(span.page, span.line) for span in passage.spans] == [(1, line) for line in range(6)]


def test_a_lead_in_stays_with_its_first_item(tmp_path: Path) -> None:
    """ "Give at once:" never ends a passage whose doses stand in the next."""
    sentence = "The carer is shown how to give a sip every minute from a cup until the child is well. "
    texts = set_lines(line.text for line in wrap(sentence * 6))
    end = texts[-1].baseline
    lines = [Text("Give at once:", 72, end + 30), *set_lines([f"• dose number {n}" for n in "abc"], 86, end + 43)]
    passages = read(tmp_path, [*texts, *lines])
    assert [passage for passage in passages if passage.text.endswith(":")] == []
    (holding,) = [passage for passage in passages if "Give at once:" in passage.text]
    assert "Give at once:\n• dose number a" in holding.text


def test_a_contents_list_is_left_out(tmp_path: Path) -> None:
    """Titles that dots lead to page numbers answer nothing; the same title over its text is kept."""
    contents = set_lines(
        [f"{n} {name} {'.' * 60} {n + 4}" for n, name in enumerate(("Fluids", "Zinc", "Milk"), start=1)]
    )
    text = [Text("1 Fluids", 72, 90, 16, "Helvetica-Bold"), *wrap("Give the child fluids by mouth at once.", top=120)]
    passages = read(tmp_path, contents, text)
    assert [passage.text for passage in passages] == ["1 Fluids\nGive the child fluids by mouth at once."]


@pytest.mark.parametrize(
    "line", ["Amoxicillin ............ 500 mg", "Zinc . . . . . . . . 20 mg", "Weight: .......... kg"]
)
def test_dots_that_lead_to_a_dose_are_no_contents_list(tmp_path: Path, line: str) -> None:
    """A dose list set with dots, or a form to fill in, is text."""
    passages = read(tmp_path, wrap("Give the child these medicines by mouth at once, with food:"), [Text(line)])
    assert line in "\n".join(passage.text for passage in passages)


def test_a_short_title_stands_with_what_it_heads() -> None:
    """The course for one organism never ends the passage of another: its doses stand in the same passage."""
    passages = read_real("dev/uganda_ucg2023_4pages.pdf").passages
    (holding,) = [passage for passage in passages if "Neisseria meningitidis (up to 14 day course)" in passage.text]
    assert "Benzylpenicillin IV 5-6 MU every 6 hours" in holding.text
