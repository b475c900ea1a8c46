"""Many questions from a file, one row an answer, resumable after any interruption."""

from collections.abc import Callable, Sequence

from ingest.errors import FieldguideError
from rag.assistant import Assistant
from rag.batch_types import Question, RowWriter
from rag.json_lines import Row
from rag.types import Answer

AT_ONCE = 16
"""Questions that are answered and written together, unless told otherwise."""


def answer_batch(
    questions: Sequence[Question],
    assistant: Assistant,
    writer: RowWriter,
    render: Callable[[Question, Answer | FieldguideError], Row],
    progress: Callable[[int], None],
    at_once: int = AT_ONCE,
) -> int:
    """Answer what the output lacks, `at_once` at a time, and write each row once it is done; return how many failed.

    A question whose row holds an error is asked again; the old row goes, and the new one stands at the end. A fault in
    one group is tried again question by question, so that it costs only the question that caused it.
    """
    done = writer.done()
    open_questions = [question for question in questions if question.key not in done]
    progress(len(questions) - len(open_questions))
    writer.take_out_failed({question.key for question in open_questions})
    failed = 0
    for start in range(0, len(open_questions), at_once):
        group = open_questions[start : start + at_once]
        outcomes = _answer_group(group, assistant)
        failed += sum(isinstance(outcome, FieldguideError) or outcome.outcome == "error" for outcome in outcomes)
        writer.write([render(question, outcome) for question, outcome in zip(group, outcomes, strict=True)])
        progress(len(group))
    writer.finish()
    return failed


def _answer_group(group: Sequence[Question], assistant: Assistant) -> list[Answer | FieldguideError]:
    try:
        return list(assistant.ask_all([question.question for question in group]))
    except FieldguideError as fault:
        if len(group) == 1:
            return [fault]
    return [outcome for question in group for outcome in _answer_group([question], assistant)]
