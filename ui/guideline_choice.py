"""A choice of one of a set's guidelines, on the page."""

from collections.abc import Sequence

import streamlit as st

from indexes.stored import StoredGuideline
from ingest.types import Guideline


def choose_guideline(label: str, guidelines: Sequence[StoredGuideline], key: str) -> Guideline | None:
    """Show the guidelines by title and id, and return the one that is chosen; None before any is."""
    by_id = {stored.guideline.id: stored.guideline for stored in guidelines}
    chosen = st.selectbox(
        label,
        list(by_id),
        index=None,
        format_func=lambda guideline_id: f"{by_id[guideline_id].title} ({guideline_id})",
        placeholder="Choose a guideline",
        key=key,
    )
    return None if chosen is None else by_id[chosen]
