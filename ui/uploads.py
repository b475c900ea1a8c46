"""Adding PDFs from the page: the form, the progress, and what became of each file."""

from collections.abc import Sequence

import streamlit as st

from indexes.stored import StoredGuideline
from ingest.errors import FieldguideError
from ui.adding_job import (
    AddingJob,
    adding_jobs,
    count_outcomes,
    plan_demonstration,
    plan_uploads,
)
from ui.demonstration import DEMONSTRATION
from ui.guideline_choice import choose_guideline
from ui.markup import escape_markdown

_LARGEST_MB = 500


def show_welcome(set_name: str) -> None:
    """Show what to do while there is nothing to ask: add PDFs, or load the demonstration guidelines."""
    job = adding_jobs().last(set_name)
    if job is not None and not job.is_over:
        st.header("The first guidelines are on their way in", anchor=False)
        _show_progress(set_name)
        return
    st.header("No guidelines yet", anchor=False)
    st.markdown(
        f"Add guideline PDFs to the set **{escape_markdown(set_name)}** below, or try the page with three short "
        "guidelines that were written for demonstration, not for care."
    )
    st.button(
        "Load the demonstration guidelines", type="primary", key="load_demonstration", on_click=_load_demonstration
    )
    show_adding(set_name)


def show_adding(set_name: str, guidelines: Sequence[StoredGuideline] = ()) -> None:
    """Show the form that adds PDFs to a set; while some are being added, their progress; then what became of each.

    `guidelines` are those of the set, which a new PDF may supersede.
    """
    job = adding_jobs().last(set_name)
    if job is not None and not job.is_over:
        _show_progress(set_name)
        return
    if job is not None:
        _show_outcome(job)
    _show_form(set_name, guidelines)


def _load_demonstration() -> None:
    try:
        adding_jobs().begin(DEMONSTRATION, plan_demonstration())
    except FieldguideError as fault:
        st.session_state["fault"] = fault
        return
    st.session_state["set_name"] = DEMONSTRATION


def _show_form(set_name: str, guidelines: Sequence[StoredGuideline]) -> None:
    # A fresh key empties the form once its files are taken.
    round_number: int = st.session_state.setdefault("uploads_taken", 0)
    with st.form(f"add-{round_number}"):
        uploads = st.file_uploader(
            "Guideline PDFs",
            type="pdf",
            accept_multiple_files=True,
            max_upload_size=_LARGEST_MB,
            key=f"files-{round_number}",
            help="They stay on this machine.",
        )
        password = st.text_input(
            "Password, if the PDFs are protected", type="password", key=f"password-{round_number}", autocomplete="off"
        )
        older = (
            choose_guideline("Newer edition of (for one PDF)", guidelines, f"supersedes-{round_number}")
            if guidelines
            else None
        )
        sent = st.form_submit_button(f"Add to the set {escape_markdown(set_name)}", type="primary")
    if not sent:
        return
    if not uploads:
        st.warning("Choose at least one PDF first.")
        return
    if older is not None and len(uploads) > 1:
        st.warning("Add a newer edition by itself: the choice of what it replaces is for one PDF.")
        return
    adding_jobs().begin(set_name, plan_uploads(uploads, password, () if older is None else (older.id,)))
    st.session_state["uploads_taken"] += 1
    st.rerun()


@st.fragment(run_every=0.4)
def _show_progress(set_name: str) -> None:
    job = adding_jobs().last(set_name)
    if job is None or job.is_over:
        st.rerun()  # of the whole page: its list of guidelines has changed
        return
    st.progress(job.share, escape_markdown(job.words))
    st.caption("The addition goes on if you leave this page. What is done stays in the set.")


def _show_outcome(job: AddingJob) -> None:
    if job.fault is not None:
        st.error(escape_markdown(job.fault))
    if job.report is not None:
        report = job.report
        show = st.success if not report.refused else st.warning
        show(f"{count_outcomes(report)}.")
        for added in report.added:
            guideline = added.guideline
            st.text(
                f"Added: {added.path.name} as “{guideline.title}”, {guideline.pages} pages, {added.passages} passages",
                width="stretch",
            )
            for problem in added.problems:
                st.text(f"Note on {added.path.name}: {problem}", width="stretch")
        for note in report.notes:
            st.text(f"Note: {note}", width="stretch")
        for item in report.skipped:
            st.text(f"Skipped: {item.path.name}: {item.reason}", width="stretch")
        for item in report.refused:
            st.text(f"Refused: {item.path.name}: {item.reason}", width="stretch")
    st.button("Put this report away", key="put_away", on_click=adding_jobs().put_away, args=(job.set_name,))
