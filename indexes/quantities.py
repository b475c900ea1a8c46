"""What kind of quantity a question asks for, and which kinds a text holds. Pure.

"How often" is answered by "every six hours" and "at least weekly", not by what only speaks of the same thing. These are
cues for an order, no reading of values: a kind is held by a text that has any quantity of it.
"""

import re

_NUMBER = r"(?:\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty))"
_TO = rf"\s?(?:(?:-|–|to|or)\s?{_NUMBER})?[\s-]?"
_TIME = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|nights?|weeks?|months?|years?|yrs?)"
_LENGTH = r"(?:[cmk]?m|(?:centi|milli|kilo)?met(?:re|er)s?|feet|foot|ft|inch(?:es)?|yards?|miles?)"
_AMOUNT = (
    r"(?:m?g|mcg|[µμ]g|(?:micro|milli)?grams?|ml|(?:milli)?lit(?:re|er)s?|iu|mu|units?|tab(?:let)?s?|capsules?|pills?"
    r"|drops?|cups?|(?:tea|table)?spoon(?:ful)?s?|sachets?|ampoules?|vials?)"
)

_HELD = re.compile(
    rf"{_NUMBER}{_TO}(?:(?P<frequency>times|hourly)|(?P<time>{_TIME})|(?P<amount>{_AMOUNT})|(?P<length>{_LENGTH}))\b"
    r"|\d\s?(?:(?P<share>%)|(?P<temperature>°))"
)
_HELD_IN_WORDS = re.compile(
    r"\b(?:(?P<frequency>every|once|twice|thrice|hourly|daily|(?:bi-?)?(?:week|month)ly|quarterly|yearly|annual(?:ly)?"
    r"|(?:per|an?|each) (?:hour|day|week|month|year))|(?P<share>per ?cent|half|thirds?|quarters?)"
    r"|(?P<temperature>degrees?)|(?<=\()(?P<amount>mg|mcg|[µμ]g|ml|iu|tablets?))\b"  # of a header: "Dose (mg)"
)
_ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"how (?:often|frequently|regularly|many times)|intervals?|frequency", ("frequency",)),
    (
        rf"how (?:long|soon|quickly|fast|late|early|old|young)|how many {_TIME}|(?:what|which) age|durations?"
        r"|(?:within|after) what|by when|(?:short|long)est (?:gap|course|time)",
        ("time",),
    ),
    (r"how far apart", ("time", "length")),
    (r"how (?:far|deep|wide|close|near|tall)|distances?", ("length",)),
    (r"temperatures?|how (?:hot|cold|warm)", ("temperature",)),
    (r"(?:what|which) (?:share|proportion|fraction|prevalence|coverage)|per ?cent(?:ages?)?", ("share",)),
    (
        rf"dos(?:es?|ages?|ing)|how much|strength|how many {_AMOUNT}|number of [^.?]{{0,60}}{_AMOUNT}|(?<!\d )mg",
        ("amount",),
    ),
)
"""Most telling first: "how long is the dose given" asks for a time."""

_ASKED_PATTERNS = [(re.compile(rf"\b(?:{asked})\b"), kinds) for asked, kinds in _ASKED]


def find_asked(question: str) -> tuple[str, ...]:
    """Return the kinds of quantity of which a question asks for one, none where it asks for no quantity."""
    lower = question.lower()
    return next((kinds for pattern, kinds in _ASKED_PATTERNS if pattern.search(lower)), ())


def find_held(text: str) -> frozenset[str]:
    """Return the kinds of quantity that a text holds."""
    lower = text.lower()
    found = (pattern.finditer(lower) for pattern in (_HELD, _HELD_IN_WORDS))
    return frozenset(match.lastgroup for matches in found for match in matches if match.lastgroup)
