"""Two places that disagree, side by side on the Ask page."""

from collections.abc import Callable

import streamlit as st

from indexes.library import Library
from rag.types import Answer, Citation
from ui.ages import name_guideline
from ui.markup import escape_markdown
from ui.text import conflict_title


def show_conflicts(answer: Answer, library: Library, show_citation: Callable[[Citation, str, bool], None]) -> None:
    """Show each conflict as two columns: whose words, the words, and the button that opens their page."""
    known = {stored.guideline.id: stored.guideline for stored in library.guidelines()}
    for number, conflict in enumerate(answer.conflicts):
        with st.container(border=True, gap="small", key=f"conflict-{number}"):
            st.warning(escape_markdown(conflict_title(conflict)))
            places = zip(("first", "second"), (conflict.first, conflict.second), st.columns(2), strict=True)
            for which, citation, column in places:
                guideline = known.get(citation.guideline)  # the set may have changed since
                with column:
                    st.markdown(
                        f"**{escape_markdown(name_guideline(guideline) if guideline else citation.guideline)}**"
                    )
                    st.text(citation.quote, width="stretch")
                    show_citation(citation, f"conflict-{number}-{which}", True)
