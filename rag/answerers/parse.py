"""From what a model wrote to statements: sentences with the lines that they cite, each checked. Pure."""

import re
from collections.abc import Sequence

from ingest.sentences import LABELS, MARKS, find_sentences
from rag.answerers.grounding import find_ground
from rag.answerers.legible import make_legible
from rag.answerers.prompt import REFUSAL, STOPS, cut_at_stop
from rag.checks.support import Follows, check_statement
from rag.citations import cite
from rag.types import Citation, Evidence, Request, Statement

_LABELS = re.compile(LABELS)
_OPEN_LABEL = re.compile(r"\[[\d\s,;&–-]*$")
_WIDEST_RANGE = 20
"""A range of labels wider than this ("[1-999]") is read as its two ends."""

_CUT_OFF = "was cut off before its end"
_SWAPPED = (
    "the model's own number is in none of the passages, so it was made to write another: compare it with the page"
)

_BULLET = re.compile(r"\s*(?:[-*•‣▪◦–]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+)")
_MAY_BECOME_BULLET = re.compile(r"\s*(?:[-*•‣▪◦–]|\(?(?:\d{0,2}|[a-z])[.)]?)\s*")


def parse_completion(
    text: str,
    request: Request,
    *,
    stops: Sequence[str] = STOPS["completion"],
    finished: bool = True,
    swaps: Sequence[int] = (),
    follows: Follows | None = None,
) -> tuple[Statement, ...]:
    """Return the statements of a completion, in order, each with its citations, verdict and problems.

    `request` holds the evidence that the prompt showed. The labels behind a sentence, before or after its full stop,
    are its citations: for each, the lines of that passage that share most with it. A sentence said twice is kept
    once; the question repeated is left out. A completion that begins with the refusal, or is blank, gives no statement.
    `finished` is False where the length allowed stopped the model: then a last sentence without an end is flagged.
    `swaps` are places in `text` where the evidence lock refused the model's own number: their sentences are flagged.
    `follows` is as for check_statement. Never raises for what a model wrote.
    """
    text = make_legible(text)
    swapped = _find_swapped(text, swaps)
    text = cut_at_stop(text.strip().removeprefix("Answer:").strip(), stops)
    if not finished:
        text = _OPEN_LABEL.sub("", text)
    sentences = read_sentences(text)
    if sentences and _normalise(sentences[0][0]) == _normalise(REFUSAL):
        return ()
    evidence = {item.label: item for item in request.evidence}
    statements: list[Statement] = []
    seen = {_normalise(request.question)}
    for place, (sentence, labels) in enumerate(sentences):
        if _normalise(sentence) in seen:
            continue
        seen.add(_normalise(sentence))
        cut_off = not finished and place == len(sentences) - 1 and not _has_end(text)
        problems = [_CUT_OFF] if cut_off else []
        if any(sentence.endswith(given) for given in swapped):
            problems.append(_SWAPPED)
        statements.append(_make_statement(sentence, labels, evidence, problems, follows))
    return tuple(statements)


def find_settled(text: str) -> int:
    """Return up to where a completion that is still being written has statements that nothing that follows can change.

    Those are `parse_completion`'s of `text` up to there. It is where the last sentence begins that has words of its
    own, for what stands before it has all its labels; a line that ends in ":" waits for the next to show if it leads a
    list.
    """
    for start, end in reversed(find_sentences(text)):
        line_start = text.rfind("\n", 0, start) + 1
        line = text[line_start:end]
        before = text[:start].rstrip().rpartition("\n")[2]
        if _MAY_BECOME_BULLET.fullmatch(line) or _MAY_BECOME_BULLET.fullmatch(before):
            continue
        bullet = _BULLET.match(line)
        own = text[max(start, line_start + bullet.end()) : end] if bullet else text[start:end]
        if not re.search(r"\w", split_labels(_OPEN_LABEL.sub("", own))[0]):
            continue
        if bullet and start == line_start and split_labels(before)[0].endswith(":"):
            continue
        return start
    return 0


def split_labels(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a sentence without its labels, and the labels in order, each once: "[1]", "[1, 2]", "[1][3]", "[1-3]"."""
    labels = [label for match in _LABELS.finditer(text) for label in _read_label_group(match[0])]
    bare = re.sub(rf"(?<=\w)(?:\s*{LABELS})+(?=\w)", " ", text)
    bare = re.sub(rf"\s*{LABELS}", "", bare)
    return " ".join(bare.split()), tuple(dict.fromkeys(labels))


def read_sentences(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the sentences of an answer, each without its labels, and with them; a list's items are sentences too."""
    text = _unfold_lists(text)
    sentences: list[tuple[str, tuple[int, ...]]] = []
    for start, end in find_sentences(text):
        sentence, labels = split_labels(text[start:end])
        if re.search(r"\w", sentence):
            sentences.append((sentence, labels))
        elif sentences and labels:
            # A line of nothing but labels belongs to the sentence before it.
            before, given = sentences[-1]
            sentences[-1] = (before, tuple(dict.fromkeys((*given, *labels))))
    return sentences


def _unfold_lists(text: str) -> str:
    """Write each list item as a sentence of its own, behind the words that led the list in ("For children:")."""
    lines: list[str] = []
    lead = ""
    given = [line for line in text.splitlines() if line.strip()]
    for place, line in enumerate(given):
        bullet = _BULLET.match(line)
        if bullet:
            lines.append(f"{lead} {line[bullet.end() :]}".strip())
            continue
        lead = ""
        leads = split_labels(line)[0].endswith(":") and place + 1 < len(given) and _BULLET.match(given[place + 1])
        if leads:
            lead = line.strip()
        else:
            lines.append(line)
    return "\n".join(lines)


def _find_swapped(text: str, swaps: Sequence[int]) -> list[str]:
    """Return the sentences, without bullets and labels, in which the lock made the model write another number."""
    swapped = []
    for start, end in find_sentences(text):
        if any(start <= place <= end for place in swaps):
            bullet = _BULLET.match(text, start, end)
            swapped.append(split_labels(text[bullet.end() if bullet else start : end])[0])
    return [sentence for sentence in swapped if sentence]


def _make_statement(
    sentence: str,
    labels: Sequence[int],
    evidence: dict[int, Evidence],
    known: Sequence[str],
    follows: Follows | None,
) -> Statement:
    """Cite and check one sentence, of which some problems are `known`."""
    cited = [evidence[label] for label in labels if label in evidence]
    problems = [f"cites [{label}], which is not among the passages" for label in labels if label not in evidence]
    problems.extend(known)
    headings = [title for item in cited for title in (*item.hit.passage.heading, item.hit.guideline.title)]
    verdict, found = check_statement(sentence, [item.quote for item in cited], headings, follows)
    if cited or not problems:
        problems.extend(found)
    if problems and verdict == "supported":
        verdict = "unsupported"
    citations: tuple[Citation, ...] = ()
    for item in cited:
        citations += cite(item, find_ground(sentence, item.quote))
    return Statement(sentence, citations, verdict, tuple(problems))


def _read_label_group(group: str) -> list[int]:
    """Return the labels of one pair of brackets."""
    labels: list[int] = []
    for part in re.split(r"[,;&]|and", group.strip("[] ")):
        ends = [int(end) for end in re.findall(r"\d+", part)]
        first, last = ends[0], ends[-1]
        labels.extend(range(first, last + 1) if first <= last <= first + _WIDEST_RANGE else ends)
    return labels


def _has_end(text: str) -> bool:
    return split_labels(text)[0].endswith(tuple(MARKS))


def _normalise(text: str) -> str:
    """Fold what makes no difference between two sentences: case, white space and the last mark."""
    return " ".join(text.lower().split()).rstrip(".!? ")
