"""Whether a statement forbids what its lines allow, allows what they forbid, or drops whom they leave out. Pure."""

import re

from indexes.exclusions import find_exclusions
from ingest.sentences import find_sentences
from rag.checks.plain_words import telling_words
from rag.checks.words import content_words

_NEGATION = re.compile(
    r"\b(?:not|never|no|cannot|can't|don't|doesn't|mustn't|shouldn't|without|neither|nor|avoid(?:s|ed|ing)?|"
    r"contra-?\s?indicat\w+|prohibited|forbidden|except(?:ing|ion)?|excluding|unless|withh[eo]ld"
    r"|ne\s(?:\w+\s){0,4}?pas|jamais|éviter|contre-indiqu\w+|sauf|nunca|evitar|evite|contraindicad\w+|excepto|salvo"
    r"|não|exceto)\b|n’t\b",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(
    r"\bnot (?:\w+ ){1,4}(?:more|faster|longer|higher|later) than\b|\bnot only\b"
    r"|\bnot? (?:more|less|later|earlier|fewer|longer|older|younger|farther|further) than\b|\b(?:whether )?or not\b"
    r"|\bnot exceed\w*|\bno matter\b|\bif (?:(?:it|they|he|she) (?:is|are) )?not\b|\bso that\b[^,.;:]*"
    r"|\beven (?:if|when|though)\b[^,.;:]*|\byes no\b|\bno\.?(?= ?\d)"
    r"|\bwith or without\b|\bwithout (?:any )?delay\b|\bnot (?:be )?delay(?:ed)?\b",
    re.IGNORECASE,
)
"""Words of limits, conditions, haste, aims and forms to fill in, which forbid nothing."""

_OTHERWISE = tuple(
    (re.compile(said, re.IGNORECASE), re.compile(given, re.IGNORECASE))
    for said, given in (
        (
            r"\b(?:not|never) (?:\w+ ){0,2}(?:stop|cease|end|go away|resolve|improve|settle)",
            r"\b(?:continu|persist|remain|ongoing)",
        ),
        (
            r"\b(?:not|never) (?:be )?(?:enough|sufficient|adequate)\b",
            r"\b(?:less effective|insufficien|inadequa|too )",
        ),
        (r"\b(?:not|never) (?:\w+ ){0,3}(?:well|good)\b", r"\b(?:poor|bad|weak|inadequa)"),
        (
            r"\b(?:if|when|where) (?:there (?:is|are)|(?:you|they) have) no\b|\bwithout\b|\bnot have\b",
            r"\b(?:absen|lack|missing|unavailab|negative\b|non-)",
        ),
        (
            r"\b(?:shows?|finds?|found|detects?|has|have|with) no\b|\bnot (?:be )?(?:found|seen|detected|present)\b",
            r"\bnegative\b",
        ),
        (r"\b(?:no|without|not have)(?: any)? symptoms\b", r"\b(?:silent|asymptomatic|symptom(?:less|-free))"),
    )
)
"""What a statement says with "not", and with what other words the lines may say it."""

_NOT_DENIED = re.compile(
    r"\b(?:not|never|n’t|n't)\s(?:be\s)?(?P<denial>stop|prevent|fail|lack|refrain|interrupt)", re.IGNORECASE
)
"""Two that cancel each other: "should not be stopped" is no other way to say "stop"."""

_SOFTLY = re.compile(
    r"\b(?:rarely|seldom|hardly|refrain|(?:stay|keep) away|rather than|instead of|unsuitable|unsafe"
    r"|(?:left|leave) out)\b",
    re.IGNORECASE,
)
"""What a statement may say in place of "not"."""

_FORBIDS = re.compile(r"\b(?:refrain|unsuitable|unsafe)\b", re.IGNORECASE)
"""Of those, what forbids: its lines must say so in some words."""

_RISK = re.compile(r"\b(?:risk|danger|harm|toxic|caution|warn)", re.IGNORECASE)

_DENIAL = re.compile(
    r"\bunable\b|\bun[a-z]+ed\b|\basymptomatic\w*|\bnon-?[a-z]+|\b[a-z]{3,}less\b|\b(?:prevent|fail|lack|stop|refrain)\w*"
    r"|\bfree (?:of|from)\b|\b(?:rather than|instead of)\b",
    re.IGNORECASE,
)
"""What says "not" in other words: a statement may say it in these lines' stead."""

_STOPS = re.compile(
    r"(?<!not )(?<!never )\b(?:stop(?:s|ped)?|discontinued?|interrupt(?:ed)?|suspend(?:ed)?|cease[ds]?)\b"
    r"(?! (?:(?:the|any|heavy|all) )?(?:bleeding|burning|flames?|fire|spread|transmission))",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:stop|discontinu|interrupt|suspen|ceas|withdr|withh|end(?:s|ed|ing)?\b|until|quit|halt"
    r"|no longer|not (?:be )?continu)",
    re.IGNORECASE,
)
"""What ends: a statement that something is to be stopped needs such a word in its lines."""

_EXCEPT = re.compile(r"\s*(?:except|excluding)", re.IGNORECASE)
_CONTRAST = re.compile(r"\b(?:but|whereas|however|other than|apart from|save for|only)\b", re.IGNORECASE)
"""What tells apart as "except" does: "cured, but children are at risk"."""

_CLAUSE = re.compile(
    r"[.;:•\n|]|,(?!\d)"
    r"|\s(?=(?:but|whereas|however|although|if|unless|when|while|because|except|excluding|and then)\b)",
    re.IGNORECASE,
)
_MOST = 0.6
"""A clause with more than this share of its words in the statement says the same as it, or its contrary."""

_LEAST_WORDS = 2


def check_negation(statement: str, ground: str, passages: str = "") -> tuple[str, ...]:
    """Return the problems of a statement whose negation differs from that of the lines it rests on.

    What it forbids may stand elsewhere in the cited `passages`, with most words of its clause.

    It may allow what they forbid, forbid what they allow, or leave out whom they except. Clauses are compared by their
    words: of "give quinine if artesunate is not available" only the first is what "give quinine" says.
    """
    stop = _STOPS.search(statement)
    if stop is not None and not _ENDS.search(ground):
        return (f"says “{stop[0]}”, and the cited lines do not",)
    left = _without_otherwise(statement, f"{ground}\n{passages}")
    if _is_negated(statement) and not _is_negated(left):
        return ()
    said = _is_negated(left)
    words = content_words(statement)
    clauses = [clause for clause in _CLAUSE.split(ground) if len(content_words(clause)) >= _LEAST_WORDS]
    same = [clause for clause in clauses if _share(clause, words) > _MOST]
    if not said and _SOFTLY.search(statement):
        forbids = _FORBIDS.search(statement)
        allowed = forbids is not None and not any(each.search(ground) for each in (_NEGATION, _DENIAL, _SOFTLY, _RISK))
        return (f"says “{forbids[0]}”, and the cited lines do not",) if forbids is not None and allowed else ()
    if not said:
        contrasted = _CONTRAST.search(statement) is not None
        denied = next(
            (clause for clause in same if _is_negated(clause) and not (contrasted and _EXCEPT.match(clause))), None
        )
        if denied is not None and not any(_share(clause, words) == 1 and not _is_negated(clause) for clause in same):
            return (f"does not say what the cited lines do: “{_trim(denied)}”",)
        sentence = _nearest_part(ground, words)
        dropped = [
            sentence[start:end]
            for start, end in find_exclusions(sentence)
            if sentence[start:end].strip(" .") != sentence.strip(" .") and not _is_said(sentence[start:end], statement)
        ]
        return tuple(f"leaves out what the cited lines add: “{_trim(words)}”" for words in dropped)
    twice = _NOT_DENIED.search(left)
    is_contrary = twice is not None and twice["denial"].lower() in ground.lower()
    if (
        not _is_negated(ground)
        and (is_contrary or not _DENIAL.search(ground))
        and not _is_denied_in(passages, left, _NEGATION if is_contrary else _DENIAL)
    ):
        return ("says “not” or the like, and the cited lines do not",)
    return ()


def _is_denied_in(passages: str, statement: str, denial: re.Pattern[str]) -> bool:
    """Whether the passages have a negated sentence, or one with a `denial`, on each thing that a statement denies.

    Or else they have half of its words, and no clause of theirs affirms it: "need not come back" may be said in many
    ways, while "do not give it" is wrong where they give it.
    """
    denied = [telling_words(_NEGATION.sub(" ", part)) for part in _CLAUSE.split(statement) if _is_negated(part)]
    sentences = [passages[start:end] for start, end in find_sentences(passages)]
    negated = [telling_words(sentence) for sentence in sentences if _is_negated(sentence) or denial.search(sentence)]
    affirmed = [telling_words(part) for part in _CLAUSE.split(passages) if not _is_negated(part)]
    known = telling_words(passages)
    return all(
        not words
        or any(_is_mostly(words, own) for own in negated)
        or (2 * len(words & known) >= len(words) and all(len(words & own) <= _MOST * len(words) for own in affirmed))
        for words in denied
    )


def _is_mostly(words: frozenset[str], known: frozenset[str]) -> bool:
    """Whether half of some words are known, and two of them if there are so many."""
    return len(words & known) >= max(len(words) / 2, min(len(words), _LEAST_WORDS))


def _is_said(exclusion: str, statement: str) -> bool:
    """Whether a statement names whom the lines leave out, so that it says of them what they do."""
    words = telling_words(_NEGATION.sub(" ", exclusion))
    return _CONTRAST.search(statement) is not None and len(words & telling_words(statement)) >= len(words) / 2


def _without_otherwise(statement: str, lines: str) -> str:
    for said, given in _OTHERWISE:
        if given.search(lines):
            statement = said.sub(" ", statement)
    return statement


def _nearest_part(ground: str, words: frozenset[str]) -> str:
    """Return the cell, or the part of a sentence between semicolons, that shares most words with a statement."""
    sentences = [ground[start:end] for start, end in find_sentences(ground)]
    parts = [part.strip() for sentence in sentences for part in re.split(r";| \| ", sentence)]
    return max(parts, key=lambda part: len(content_words(part) & words), default="")


def _is_negated(text: str) -> bool:
    return bool(_NEGATION.search(_NO_NEGATION.sub(" ", text)))


def _share(clause: str, words: frozenset[str]) -> float:
    own = content_words(_NEGATION.sub(" ", clause))
    return len(own & words) / len(own) if own else 0.0


def _trim(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;")
