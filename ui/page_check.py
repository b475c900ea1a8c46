"""The Library page's check of an import: a page's picture beside what was read on it."""

from collections.abc import Sequence

import streamlit as st

from indexes.library import Library
from indexes.stored import StoredGuideline
from ui.guideline_choice import choose_guideline
from ui.markup import escape_markdown
from ui.page_reading import PageReading, find_grids, name_origin, read_page
from ui.page_view import render_page
from ui.text import page_name

_SCALE = 1.6
_WHOLE_PAGE = "all lines"


def show_page_check(library: Library, guidelines: Sequence[StoredGuideline]) -> None:
    """Show a choice of guideline and page, and what was understood of it.

    Raises LibraryError if the guideline is no longer in the set, UnreadablePDFError if its PDF cannot be shown.
    """
    with st.expander("Check how a page was read", key="checking"):
        choice, place = st.columns([4, 1], vertical_alignment="bottom")
        with choice:
            chosen = choose_guideline("Guideline to check", guidelines, f"to_check-{library.generation}")
        if chosen is None:
            return
        number = place.number_input("PDF page", 1, chosen.pages, 1, key=f"check_page-{chosen.id}")
        page = library.page(chosen.id, int(number))
        grids = find_grids(library.tables(chosen.id), page.number)
        reading = read_page(page, library.passages(chosen.id), grids)
        left, right = st.columns([6, 7], gap="medium")
        with right:
            marked = _show_reading(reading)
        boxes = [line.box for line in reading.lines if marked in (_WHOLE_PAGE, line.passage)]
        words = f"{chosen.title}, {page_name(page.number, page.label, page.source)}"
        left.image(
            render_page(library.pdf_path(chosen.id), page.number, boxes, _SCALE),
            width="stretch",
            output_format="PNG",
            alt=f"Picture of {words}, with {len(boxes)} lines marked",
        )


def _show_reading(reading: PageReading) -> str:
    """Show lines, passages, tables and problems; return what is to be marked in the picture."""
    page = reading.page
    st.caption(escape_markdown(f"{page_name(page.number, page.label)}, read from {name_origin(page)}"))
    for problem in reading.problems:
        st.warning(escape_markdown(problem))
    marked: str = st.selectbox(
        "Mark in the picture", [_WHOLE_PAGE, *(passage.id for passage in reading.passages)], key="check_marked"
    )
    st.dataframe(
        [
            {
                "No": index,
                "Kind": line.kind,
                "Line": line.text,
                "Passage": line.passage or "",
                "Unreadable": line.unreadable,
            }
            for index, line in enumerate(reading.lines, start=1)
        ],
        hide_index=True,
        width="stretch",
        column_config={"Line": st.column_config.TextColumn(width="large")},
        alt=f"{len(reading.lines)} lines in reading order",
    )
    for table in reading.tables:
        st.caption(escape_markdown(table.caption))
        st.dataframe([list(row) for row in table.rows], width="stretch", alt=table.caption)
    for passage in reading.passages:
        with st.container(border=True, gap="small"):
            st.caption(escape_markdown(f"{passage.id} · {passage.kind} · {' > '.join(passage.heading)}"))
            st.text(passage.text, width="stretch")
    return marked
