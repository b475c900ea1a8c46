"""The questions that the guidelines do not answer."""

from collections import Counter

from benchmarks.refusals import load_unanswerable


def test_the_questions() -> None:
    """Each once, with its reason; about half of them held out."""
    questions = load_unanswerable()
    assert len({each.id for each in questions}) == len({each.question for each in questions}) == len(questions)
    assert Counter(each.half for each in questions) == {"choose": 80, "report": 78}
    assert all(each.question.endswith("?") and each.why for each in questions)
