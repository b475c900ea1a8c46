"""French, Spanish and Portuguese words around weights and ages, put into English, which bands are read in. Pure."""

import re

_CHILD = (
    r"enfants?|nourrissons?|bébés?|nouveau-nés?|garçons?|fillettes?|filles?|niñ[oa]s?|lactantes?|beb[eé]s?"
    r"|reci[eé]n nacid[oa]s?|crianças?|lactentes?|rec[eé]m-nascid[oa]s?|menin[oa]s?"
)
_PERSON = r"adultes?|adultos?|adolescente?s?|femmes?|hommes?|mujer(?:es)?|hombres?|mulher(?:es)?|homens?|pacientes?"
_LESS = (
    r"moins d[e’']|menos de|inf[eé]rieure?s? à|inferior(?:es)? a|en dessous de|por debajo de|abaixo de"
    r"|menor(?:es)? (?:de|que)|d'un âge inférieur à"
)
_MORE = (
    r"plus d[e’']|m[aá]s de|mais de|sup[eé]rieure?s? à|superior(?:es)? a|au-dessus de|por encima de|acima de"
    r"|mayor(?:es)? (?:de|que)|maior(?:es)? (?:de|que)"
)
_LEAST = r"au moins|al menos|por lo menos|pelo menos|à partir de|a partir de|desde(?: os| los)?"
_FOR = r"pendant|durante|depuis|desde hace|por|hace|há"
_WORDS = (
    (r"(?<=\d)(\s?)(?:ann[eé]es?|ans|años?|anos?)\b", r"\1years"),
    (r"\bun (?:an|año)\b|\bum ano\b", "1 year"),
    (r"(?<=\d )an\b(?=\s?(?:[,.;:?!)|]|et\b|ou\b|à\b|$))", "year"),
    (r"(?<=\d)(\s?)(?:mois|meses|mes|mês)\b", r"\1months"),
    (r"(?<=\d)(\s?)(?:semaines?|semanas?)\b", r"\1weeks"),
    (r"(?<=\d)(\s?)(?:jours?|d[ií]as?)\b", r"\1days"),
    (r"\b(?:poids|peso)\b", "weight"),
    (r"(?<!d[’'])(?<!de )\b(?:âge|edad|idade)\b", "age"),
    (r"(?<=s )(?:d[’']âge|de edad|de idade)\b", "of age"),
    (r"\bâgée?s? d[e’']\s?", "aged "),
    (rf"\b(?:{_CHILD}) d[e’']\s?(?=\d)", "child "),
    (rf"\b(?:{_CHILD})\b", "child"),
    (rf"\b(?:{_PERSON}) d[e’']\s?(?=\d)", "adult of "),
    (rf"\b(?:d[e’'] )?(?:{_LESS})\s?(?=\d)", "less than "),
    (rf"\b(?:d[e’'] )?(?:{_MORE})\s?(?=\d)", "more than "),
    (rf"\b(?:{_LEAST})\s(?=\d)", "at least "),
    (r"\b(?:jusqu[’']à|hasta(?: los)?|até(?: os)?)\s(?=\d)", "up to "),
    (
        r"\bentre (?:l[oe]s )?(\d[\d.,]*(?:\s?(?:kg|years|months|weeks|days))?) (?:et|y|e)(?: l[oe]s)?(?= [<\d])",
        r"\1 to",
    ),
    (r"(?<=\d) (?:à|a|hasta|até)(?= [<\d])|(?<=(?<=\d )kg) (?:à|a|hasta|até)(?= [<\d])", " to"),
    (r"(?<=years) (?:à|a|hasta|até)(?= [<\d])|(?<=months) (?:à|a|hasta|até)(?= [<\d])", " to"),
    (
        r"(?<=kg|ar|rs|hs) (?:(?:et|ou) (?:plus|au-dessus|davantage)|[yo] m[aá]s|(?:e|ou) mais|[yo] mayores)"
        r"(?! (?:de|d['’]|que) ?\d)",
        " and over",
    ),
    (r"(?<=kg|ar|rs|hs) (?:(?:et|ou) moins|[yo] menos|(?:e|ou) menos)\b(?! (?:de|d['’]|que) ?\d)", " and under"),
    (rf"\b(?:{_FOR})\s(?=\d)", "for "),
    (r"\b(?:tous les|toutes les|cada)\s(?=\d)", "every "),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), english) for pattern, english in _WORDS)
_FOREIGN = re.compile(
    r"\d ?(?:ann[eé]es?|ans?|años?|anos?|mois|meses|mes|mês|semaines?|semanas?|jours?|d[ií]as?|à|a|hasta|até)\b"
    r"|\bkg (?:à|a|et|y|e|o|ou)\b|\b(?:moins|plus|menos|m[aá]s|mais|entre|hasta|jusqu[’']à|até)\b"
    r"|\b(?:poids|peso|âge|edad|idade|un an|un año|um ano)\b"
    r"|(?:[eé]rieure?s? à|erior(?:es)? a|(?:dessus|dessous|encima|debajo|acima|abaixo) de|(?:menor|mayor|maior)\w* \w+"
    rf"|{_LEAST}) \d",
    re.IGNORECASE,
)
"""What a text has that one of them is for; English texts are left alone at once."""


def with_english_measures(text: str) -> str:
    """Return a text with the words that say for which weights and ages something is in English.

    "Enfant de moins de 20 kg" gives "child less than 20 kg", "de 5 a 9 años" gives "de 5 to 9 years". The rest stays.
    """
    if not _FOREIGN.search(text):
        return text
    for pattern, english in _COMPILED:
        text = pattern.sub(english, text)
    return text
