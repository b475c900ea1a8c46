"""What lines do not say of a statement that may rest on them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.checks.places import Place


@dataclass(frozen=True, slots=True)
class Finding:
    """What lines do not say of a statement."""

    about: str
    """Such as "quantity 2", by its place in the statement, or "route oral"."""
    problem: str
    instead: bool = False
    """Whether they say something else in its place."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Lines that a statement may rest on, and what of it they do not say."""

    places: tuple[Place, ...]
    share: float
    """How much of the statement's words the nearest of them has, those most that few lines of the passage have."""
    words: int
    """How many of them."""
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """Return the lines."""
        return "\n".join(place.text for place in self.places)


def unsaid(grounds: Sequence[Ground]) -> tuple[str, ...]:
    """Return the problems of a statement that rests on all of these: what none of them says.

    Where lines say something else, lines that share less with the statement do not make up for it.
    """
    abouts = dict.fromkeys(finding.about for ground in grounds for finding in ground.findings)
    return tuple(problem for about in abouts if (problem := _problem_about(about, grounds)) is not None)


def _problem_about(about: str, grounds: Sequence[Ground]) -> str | None:
    found = [(ground, finding) for ground in grounds for finding in ground.findings if finding.about == about]
    saying = max((ground.words for ground in grounds if all(ground is not other for other, _ in found)), default=-1)
    return next((finding.problem for ground, finding in found if saying < 0 or _denies(ground, finding, saying)), None)


def _denies(ground: Ground, finding: Finding, words: int) -> bool:
    return finding.instead and ground.words > words
