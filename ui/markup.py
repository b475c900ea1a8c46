"""The page's look, and guideline text made safe to stand in Markdown."""

import re

import streamlit as st

from ingest.errors import FieldguideError
from ui.text import as_sentence

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")

_STYLE = """
<style>
  .stMainBlockContainer { padding: 3.4rem 2rem 4.5rem 2rem; }
  @media (max-width: 640px) { .stMainBlockContainer { padding: 3.4rem 1rem 5.5rem 1rem; } }
  h1 { font-size: 1.5rem !important; padding: 0 !important; }
  h2 { font-size: 1.1rem !important; padding: 0.25rem 0 !important; }
  /* The notice stays in sight however far one scrolls. */
  .st-key-notice { position: fixed; bottom: 0; left: 0; right: 0; z-index: 1000; width: 100%; height: auto;
    padding: 0.4rem 1rem; background: #fff7e0; border-top: 1px solid #d9a400; }
  .st-key-notice p { color: #3d3000; text-align: center; font-size: 0.85rem; line-height: 1.25; margin: 0; }
  .st-key-notice [data-testid="stCaptionContainer"] { opacity: 1; margin: 0; }
  [data-testid="stCaptionContainer"] { opacity: 0.85; }
  .st-key-source { scroll-margin-top: 4rem; }
  [data-testid="stSidebarContent"] { padding-bottom: 3rem; }
  /* There is a button beside the box; the hint lies over a long question on a narrow window. */
  [data-testid="InputInstructions"] { display: none; }
  /* A worked line is no quote, and must not look like one. */
  [class*="st-key-calculated-"] { border-left: 4px solid #7a5195; padding-left: 0.75rem; }
  /* What is pressed here is a title: it begins at the left, and is not cut at its end, where page and section stand. */
  :is([class*="st-key-nearest-"], [class*="st-key-passage-"]) button { height: auto; }
  :is([class*="st-key-nearest-"], [class*="st-key-passage-"]) :is(button, button *) { justify-content: flex-start;
    text-align: left; white-space: normal !important; overflow: visible !important; }
  .st-key-page_picture { background: #f0f0f0; padding: 0; border-radius: 0; }
  .st-key-page_picture img { border-radius: 0; }
  .st-key-page_picture:focus-visible { outline: 3px solid #1a5f8a; }
</style>
"""


def apply_style() -> None:
    """Put the page's style sheet into the page."""
    st.html(_STYLE)


def escape_markdown(text: str) -> str:
    """Return text so that Markdown shows it as it is: "< 20 kg", "*" and "$" of a guideline are not layout."""
    return _MARKDOWN.sub(r"\\\1", text)


def show_fault(fault: FieldguideError) -> None:
    """Show an expected fault as one sentence."""
    show_sentence(str(fault))


def show_sentence(text: str) -> None:
    """Show the words of a fault as one sentence."""
    st.error(escape_markdown(as_sentence(text)))
