"""How old a guideline is, in words, and which age is worth a word beside a citation. Pure but for today's date."""

from datetime import date

from ingest.types import Guideline, GuidelineStatus

OLD_YEARS = 5
"""From so many years on an age stands beside each citation. Half of a set of clinical guidelines were out of date after
5.8 years (Shekelle et al., JAMA 2001;286:1461): a reason to look for a newer edition, none to distrust a line."""


def find_age(published: str, today: date | None = None) -> int | None:
    """Return the age in whole years of what was published on an ISO 8601 date, or in its year or year and month.

    Of a year alone, the difference of years. None where no date is known, or where it is in the future.
    """
    if not published:
        return None
    now = (today or date.today()).isoformat()
    years = int(now[:4]) - int(published[:4]) - (now[5 : len(published)] < published[5:])
    return years if years >= 0 else None


def describe_age(published: str, today: date | None = None) -> str:
    """Return an age in words, such as "7 years ago"; empty where none is known."""
    years = find_age(published, today)
    if years is None:
        return ""
    if years == 0:
        return "this year" if len(published) == 4 else "less than a year ago"
    return "1 year ago" if years == 1 else f"{years} years ago"


def describe_edition(published: str, status: GuidelineStatus, today: date | None = None) -> str:
    """Return what must be said of the edition that a line is cited from; empty for a current one that is not old."""
    said = ["superseded edition"] if status == "superseded" else []
    if (find_age(published, today) or 0) >= OLD_YEARS:
        said.append(f"published {describe_age(published, today)}")
    return ", ".join(said)


def name_guideline(guideline: Guideline) -> str:
    """Return a guideline's title, with what must be said of its edition in brackets."""
    edition = describe_edition(guideline.published, guideline.status)
    return f"{guideline.title} ({edition})" if edition else guideline.title
