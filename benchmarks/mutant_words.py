"""What the mutants change: small patterns of their own, which share nothing with the checks that are to catch them."""

import re

NUMBER = r"\d+(?:[.,]\d+)*"
UNITS = {
    "mg": ("g", "micrograms", "ml"),
    "g": ("mg", "kg"),
    "micrograms": ("mg",),
    "ml": ("litres", "mg"),
    "mL": ("litres",),
    "litres": ("ml",),
    "L": ("ml",),
    "IU": ("mg",),
    "MU": ("IU",),
    "kg": ("g", "lb"),
    "tablets": ("vials", "mg"),
    "drops": ("ml", "teaspoons"),
    "doses": ("tablets",),
    "hours": ("days", "minutes"),
    "hour": ("day",),
    "h": ("days",),
    "minutes": ("hours",),
    "min": ("hours",),
    "days": ("weeks", "hours"),
    "day": ("week",),
    "weeks": ("months", "days"),
    "months": ("weeks", "years"),
    "years": ("months",),
    "%": ("mg",),
    "mm": ("cm",),
    "cm": ("mm",),
    "inches": ("feet",),
    "feet": ("inches",),
    "meters": ("cm",),
    "mmHg": ("kPa",),
    "°C": ("°F",),
    "°F": ("°C",),
}
"""Each unit, and what it is changed to: never to one that is the same."""

_LONGEST_FIRST = sorted(map(re.escape, UNITS), key=len, reverse=True)
MEASURED = re.compile(rf"(?<![\w.,/-])(?P<number>{NUMBER})(?P<gap>[ -]?)(?P<unit>{'|'.join(_LONGEST_FIRST)})(?!\w)")
DURATION = re.compile(
    r"\b(?:for|over|during|of)\s(?:at least |up to )?"
    r"(?P<number>\d+|one|two|three|four|five|six|seven|eight|ten|twelve)"
    r"(?:\s?[-–to]+\s?\d+)?[\s-](?P<unit>hours?|days?|weeks?|months?|years?)\b"
)
WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
}
SMALL = {number: word for word, number in WORDS.items()}

FREQUENCIES = (
    (r"twice (?:daily|a day|per day)", ("three times daily", "once daily", "every 6 hours")),
    (r"three times (?:daily|a day|per day)", ("twice daily", "four times a day")),
    (r"four times (?:daily|a day|per day)", ("twice daily",)),
    (r"once (?:daily|a day|per day)", ("twice daily", "once a week", "every 8 hours")),
    (r"every 12 ?(?:hours|h)", ("every 6 hours", "every 24 hours", "three times daily")),
    (r"every 8 ?(?:hours|h)", ("every 4 hours", "twice daily")),
    (r"every 6 ?(?:hours|h)", ("every 12 hours", "twice daily", "six times a day")),
    (r"every 4 ?(?:hours|h)", ("every 8 hours", "four times daily")),
    (r"(?:12|6|8)[ -]hourly", ("2-hourly", "every 24 hours")),
    (r"once a month", ("once a week", "twice a month", "daily")),
    (r"once a week", ("once a month", "daily", "twice a week")),
    (r"weekly", ("monthly", "daily")),
    (r"monthly", ("weekly", "yearly")),
    (r"(?:annually|yearly|once a year|every year|each year)", ("monthly", "twice a year", "every two years")),
    (r"annual", ("monthly", "weekly")),
    (r"every other day", ("every day", "three times a day")),
    (r"(?<!once )(?<!twice )(?<!times )daily", ("weekly", "twice daily", "every 6 hours")),
    (r"every (?:2|two|3|three) years", ("every five years", "twice a year")),
    (r"every (?:2|two|3|three|four|six|6|4) (?:weeks|months)", ("every week", "every eight months")),
)
ROUTES = (
    (r"IV|intravenous(?:ly)?", ("orally", "intramuscularly", "rectally")),
    (r"IM|intramuscular(?:ly)?", ("orally", "intravenously", "subcutaneously")),
    (r"oral(?:ly)?|by mouth", ("IV", "IM", "rectally")),
    (r"rectal(?:ly)?", ("orally", "IV", "IM")),
    (r"SC|subcutaneous(?:ly)?", ("IV", "orally")),
    (r"intradermal(?:ly)?", ("IM", "IV")),
    (r"parenteral(?:ly)?", ("orally", "rectally")),
)
ROUTE_STEMS = {
    "orally": r"\boral|by mouth|\bPO\b|tablet|swallow",
    "IV": r"\bIV\b|intraven|infusion|parenteral",
    "intravenously": r"\bIV\b|intraven|infusion|parenteral",
    "IM": r"\bIM\b|intramusc|parenteral",
    "intramuscularly": r"\bIM\b|intramusc|parenteral",
    "rectally": r"rectal|suppositor",
    "subcutaneously": r"\bSC\b|subcut",
}
"""What must not stand in a line that is said to give another way."""

PER = (
    (r"(?:/ ?day|per day|a day)", ("per dose", "per hour")),
    (r"(?:/ ?dose|per dose)", ("per day",)),
    (r"(?:/ ?kg(?: body weight| bw)?|per kg(?: of body weight)?)(?! ?/)", ("", " per day")),
    (r"/ ?(?:µL|μL|ml|mL|dL|L|mm3)", ("/kg",)),
    (r"per (?:ml|L|litre)", ("/kg",)),
    (r"(?:/ ?min|per minute)", ("/hour",)),
    (r"per (?:gallon|litre|liter)", ("per teaspoon",)),
    (r"per (?:person|patient)", ("per bed",)),
)
COMPARATORS = (
    (r"at least", ("at most", "less than", "no more than")),
    (r"at most", ("at least",)),
    (r"up to", ("at least",)),
    (r"minimum", ("maximum",)),
    (r"max(?:imum)?", ("minimum",)),
    (r"(?:more|greater) than", ("less than", "at most")),
    (r"(?:less|fewer) than", ("more than", "at least")),
    (r"not more than|no more than", ("at least", "not less than")),
    (r"above", ("below",)),
    (r"below", ("above",)),
    (r"under(?= (?:the age|\d|one|two|three|five))", ("over",)),
    (r"over(?= \d+(?:%| years))", ("under",)),
    (r"within", ("after more than",)),
    (r"<", (">", "≥")),
    (r">", ("<", "≤")),
    (r"≥", ("<", "≤")),
    (r"≤", (">", "≥")),
)


def plain_numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text as a reader sees them: without thousands' marks, and words as digits."""
    found = {re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", each).rstrip(".,") for each in re.findall(r"\d[\d., ]*", text)}
    digits = {each.strip().replace(",", ".") for each in found} | set(re.findall(r"\d+(?:\.\d+)?", text))
    words = {str(WORDS[word]) for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS}
    return frozenset(digits | words)
