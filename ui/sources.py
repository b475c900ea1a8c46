"""The right side of the page: the cited page's picture with its lines marked, and the other passages found."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from indexes.library import Library
from indexes.types import Hit, Place
from ingest.types import Guideline, Page
from rag.types import Citation, Evidence
from ui.ages import OLD_YEARS, describe_age, find_age, name_guideline
from ui.markup import escape_markdown
from ui.page_view import merge_boxes, render_page
from ui.text import page_name

_ZOOMS = (100, 150, 200)
"""In percent of the width of the column that the picture stands in."""

_PICTURE_HEIGHT = 560
_PIXELS_WIDE = 1456
"""Sharp at 200 %, and a little less than what Streamlit shows without making the picture smaller itself."""

_SCROLL_TO_LINES = """
<style>.st-key-page_picture img { width: %(zoom)d%% !important; max-width: none !important; }</style>
<script>
(() => {
  // The picture comes by a request of its own, after this script: wait until it is the one meant here, and is loaded.
  let waited = 0;
  const bring = () => {
    const view = document.querySelector(".st-key-page_picture");
    const image = view && view.querySelector("img");
    if (!image || image.alt !== %(alt)s || !image.complete || !image.naturalHeight) {
      if (waited++ < 100) setTimeout(bring, 100);
      return;
    }
    view.tabIndex = 0;
    view.setAttribute("role", "region");
    view.setAttribute("aria-label", "Page picture, to be scrolled");
    if (%(clicks)d && view.getBoundingClientRect().top > window.innerHeight * 0.8) {
      document.querySelector(".st-key-source").scrollIntoView({ behavior: "smooth" });
    }
    view.scrollTop = Math.max(0, %(share)f * image.clientHeight - view.clientHeight / 4);
    view.scrollLeft = Math.max(0, %(indent)f * image.clientWidth - 24);
  };
  bring();
})();
</script>
"""
"""Brings the first marked line into view; without scripts the page shows from its top. On a narrow window, where the
picture stands below the answer, a click on a citation goes down to it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What can be opened: lines of one guideline, on one page or several."""

    guideline: str
    label: int
    """The [n] of the passage that the lines belong to."""
    places: tuple[Place, ...]


def source_of_citation(citation: Citation) -> Source:
    """Return the lines that a statement rests on."""
    sources = (citation.source,) * len(citation.boxes)
    place = Place(citation.page, citation.page_label, citation.boxes, sources)
    return Source(citation.guideline, citation.label, (place,))


def source_of_evidence(evidence: Evidence) -> Source:
    """Return all lines of a passage."""
    return Source(evidence.hit.guideline.id, evidence.label, evidence.hit.places)


def open_source(source: Source | None, clicked: bool = True) -> None:
    """Show a source's first page, or nothing. To be called before the page is drawn, as a button's callback is."""
    st.session_state["source"] = source
    st.session_state["page"] = source.places[0].page if source else None
    # Counts clicks, so that opening the same source again brings its picture into view again.
    st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1 if clicked else 0


def opened_source() -> Source | None:
    """Return what is shown on the right."""
    source: Source | None = st.session_state.get("source")
    return source


def show_source(library: Library) -> None:
    """Show the opened source: what it is, its page with the lines marked, and buttons to turn pages.

    Raises LibraryError if its guideline is no longer in the set, UnreadablePDFError if its PDF cannot be shown.
    """
    source = opened_source()
    if source is None:
        st.caption("Open a passage to see its page here.")
        return
    guideline = library.guideline(source.guideline).guideline
    number: int = st.session_state["page"]
    page = library.page(source.guideline, number)
    boxes = tuple(box for place in source.places if place.page == number for box in place.boxes)
    words = f"{guideline.title}, {page_name(number, page.label)}"
    with st.container(key="source", gap="small"):
        st.markdown(
            f"**{escape_markdown(f'[{source.label}] {guideline.title}')}**  \n"
            f"{escape_markdown(' · '.join(_list_facts(guideline, page)))}"
        )
        zoom = _show_controls(source, guideline, page)
        picture = render_page(library.pdf_path(source.guideline), number, boxes, _PIXELS_WIDE / page.width)
        lines = len(merge_boxes(boxes))
        marked = f", with {lines} cited {'line' if lines == 1 else 'lines'} marked" if lines else ""
        alt = f"Picture of {words}{marked}"
        with st.container(height=_PICTURE_HEIGHT, key="page_picture"):
            st.image(picture, width="stretch", output_format="PNG", alt=alt)
    st.html(
        _SCROLL_TO_LINES
        % {
            "zoom": zoom,
            "share": min(box[1] for box in boxes) / page.height if boxes else 0.0,
            "indent": min(box[0] for box in boxes) / page.width if boxes else 0.0,
            "alt": json.dumps(alt).replace("<", "\\u003c"),
            "clicks": st.session_state["clicks"],
        },
        unsafe_allow_javascript=True,
    )


def show_passages(evidence: Sequence[Evidence], title: str) -> None:
    """Show passages below a title, closed, best first."""
    if not evidence:
        return
    st.header(title, anchor=False)
    for item in evidence:
        with st.expander(escape_markdown(name_passage(item))):
            if item.hit.passage.heading:
                st.caption(escape_markdown(" > ".join(item.hit.passage.heading)))
            st.text(item.quote, width="stretch")
            source = source_of_evidence(item)
            st.button("Open its page", key=f"passage-{item.label}", on_click=open_source, args=(source,))
            for number, hit in enumerate(item.hit.repeats):
                st.button(
                    escape_markdown(f"The same in {name_guideline(hit.guideline)}, {name_page(hit)}"),
                    key=f"passage-{item.label}-{number}",
                    on_click=open_source,
                    args=(Source(hit.guideline.id, item.label, hit.places),),
                )


def name_passage(evidence: Evidence) -> str:
    """Return a passage's label, guideline, first page and title, such as "[2] Severe malaria, page 3 > 2 Treatment"."""
    named = f"[{evidence.label}] {name_guideline(evidence.hit.guideline)}, {name_page(evidence.hit)}"
    return " > ".join([named, *evidence.hit.passage.heading[-1:]])


def name_page(hit: Hit) -> str:
    """Return a passage's first page, such as "page 3"."""
    first = hit.places[0]
    return page_name(first.page, first.label)


def _describe_ocr(page: Page) -> str:
    if not page.ocr_lines:
        return ""
    whole = len(page.ocr_lines) == len(page.lines)
    return f"{'a picture' if whole else 'in part a picture'}, read by OCR: compare the words with it"


def _list_facts(guideline: Guideline, page: Page) -> list[str]:
    """Return edition, date and page, as far as they are known."""
    facts = [
        "superseded by a newer edition" if guideline.status == "superseded" else "",
        guideline.publisher,
        f"edition {guideline.edition}" if guideline.edition else "",
        _name_date(guideline.published),
        f"printed page {page.label}" if page.label else "no printed page number",
        f"PDF page {page.number} of {guideline.pages}",
        _describe_ocr(page),
    ]
    return [fact for fact in facts if fact]


def _name_date(published: str) -> str:
    if not published:
        return "date not known"
    age = describe_age(published) if (find_age(published) or 0) >= OLD_YEARS else ""
    return f"published {published}, {age}" if age else f"published {published}"


def _show_controls(source: Source, guideline: Guideline, page: Page) -> int:
    """Show the buttons that turn pages, and the zoom; return it in percent of the column's width."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        before, after = page.number <= 1, page.number >= guideline.pages
        st.button("Previous page", key="previous", disabled=before, on_click=_turn, args=(-1,))
        st.button("Next page", key="next", disabled=after, on_click=_turn, args=(1,))
        zoom = st.segmented_control(
            "Zoom",
            list(_ZOOMS),
            default=_ZOOMS[0],
            format_func=lambda percent: f"{percent} %",
            required=True,
            key="zoom",
            label_visibility="collapsed",
        )
        if page.number not in [place.page for place in source.places]:
            st.button("Back to the cited page", key="back", type="primary", on_click=open_source, args=(source,))
    return zoom


def _turn(by: int) -> None:
    st.session_state["page"] += by
