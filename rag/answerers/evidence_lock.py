"""The evidence lock: while Meditron3 decodes, only labels and numbers of its own prompt can be written."""

from collections.abc import Iterator, Sequence

import torch
from transformers import LogitsProcessor

from rag.answerers.locked_text import LockedText, Refused, Rules
from rag.answerers.number_licence import NumberLicence
from rag.answerers.prompt import Prompt
from rag.answerers.token_table import TokenTable
from rag.errors import AnswererError

_LOOKS = (64, 2048)
"""So many of the best tokens are looked at, one after the other, before all are put in order, which takes longest."""


class EvidenceLock(LogitsProcessor):
    """Leaves of each row's scores those of one token: the best that may follow. For greedy decoding of one batch.

    What may follow is said in `LockedText`: labels of the prompt, numbers that its evidence or question prints, and no
    sentence without a label. Where the model would rather end a sentence that has none, it is made to write one, and
    chooses which. Looking at a few tokens a step costs less than a mask over the vocabulary, and there is always one
    that may follow: a letter, a digit, a bracket or the end.
    """

    def __init__(self, prompts: Sequence[Prompt], table: TokenTable) -> None:
        """Take the prompts of a batch, in the order of its rows.

        Raises AnswererError if a prompt has no evidence, or if the tokenizer cannot write its labels digit by digit.
        """
        self._table = table
        self._rows = [_Row(make_rules(prompt, table), table) for prompt in prompts]
        self._width = 0

    @property
    def swaps(self) -> list[tuple[int, ...]]:
        """For each row, the places in its text, in characters, where the model's own number was not licensed.

        There stands another now, or only the beginning of its own, which is another number of the evidence.
        """
        return [tuple(row.swaps) for row in self._rows]

    def __call__(self, input_ids: torch.LongTensor, scores: torch.Tensor) -> torch.Tensor:
        """Return the scores, (rows, vocabulary), with -inf for all but one token of each row that goes on.

        `input_ids`, (rows, tokens so far), are read for their last token only. Raises ValueError if the rows are not
        those of the prompts, as in beam search, or if the calls are not one generation's.
        """
        rows, width = input_ids.shape
        if rows != len(self._rows):
            raise ValueError(
                f"the evidence lock holds {len(self._rows)} prompts, one row each, without beams; got {rows}"
            )
        if self._width not in (0, width - 1):
            raise ValueError("an evidence lock serves one generation, token by token")
        if self._width:
            self.take(input_ids[:, -1].tolist())
        self._width = width
        chosen = self.choose(scores.argmax(dim=-1).tolist(), scores)
        at = torch.tensor([[token] for token in chosen], device=scores.device)
        locked = torch.full_like(scores, -torch.inf)
        return locked.scatter_(1, at, scores.gather(1, at).nan_to_num(nan=0.0, neginf=0.0))

    def choose(self, best: Sequence[int], scores: torch.Tensor) -> list[int]:
        """Return each row's best token that may follow; `best` are those with the highest scores, (rows, vocabulary).

        A row that is over gets the best. Where the best may follow, as it mostly may, no score is looked at.
        """
        return [
            row.choose(token, scores[place]) for place, (row, token) in enumerate(zip(self._rows, best, strict=True))
        ]

    def take(self, tokens: Sequence[int]) -> None:
        """Go on with the tokens that were written; a row that got another than its chosen one is over."""
        for row, token in zip(self._rows, tokens, strict=True):
            row.take(token)


def make_rules(prompt: Prompt, table: TokenTable) -> Rules:
    """Return what the answer to a prompt may hold; the evidence that found no room in it counts as none.

    Raises AnswererError if there is none, or if the tokenizer cannot write its labels digit by digit.
    """
    if not prompt.request.evidence:
        raise AnswererError("There is no passage to answer this question from.")
    labels = tuple(str(evidence.label) for evidence in prompt.request.evidence)
    lacking = [sign for sign in ["[", "]", *sorted(set("".join(labels)))] if not table.can_write(sign)]
    if lacking:
        raise AnswererError(
            f"The tokenizer has no token for {lacking[0]!r} alone, which labels need: take another model."
        )
    texts = [prompt.request.question, *(evidence.quote for evidence in prompt.request.evidence)]
    return Rules(labels, NumberLicence.from_texts(texts, table.can_write))


class _Row:
    """One row of the batch: its text so far and the token that was chosen to follow."""

    def __init__(self, rules: Rules, table: TokenTable) -> None:
        self._rules = rules
        self._table = table
        self._text = LockedText()
        self._chosen: int | None = None
        self._next = self._text
        self._is_over = False
        self.swaps: list[int] = []

    def take(self, token: int) -> None:
        """Go on with the token that was written; another than the chosen one is padding behind a stop string."""
        if self._is_over:
            return
        self._text = self._next
        self._is_over = token != self._chosen or token in self._table.ends

    def choose(self, best: int, scores: torch.Tensor) -> int:
        """Return the best token that may follow; `best` has the highest of `scores`, (vocabulary,).

        Where a better one may not for want of a label, it is the best that opens one. A row that is over gets `best`.
        Raises AnswererError if the tokenizer has none.
        """
        if self._is_over:
            return best
        chosen = self._find(best, scores)
        digits = self._table.digits
        at_number = self._text.label is None and (self._text.is_in_number or digits[chosen])
        if chosen != best and digits[best] and at_number:
            self.swaps.append(self._text.length)
        return chosen

    def _find(self, best: int, scores: torch.Tensor) -> int:
        for token in self._candidates(best, scores):
            refused = self._try(token)
            if refused == "uncited":
                for opening in _in_order(scores, self._table.labelling):
                    if self._try(opening) is None:
                        return opening
            elif refused is None:
                return token
        raise AnswererError(
            "The tokenizer has no token that may follow here under the evidence lock: take another model."
        )

    def _candidates(self, best: int, scores: torch.Tensor) -> Iterator[int]:
        """Yield tokens that may follow, the best first; the best few are found much faster than the order of all."""
        yield best
        following = self._text.next_characters(self._rules)
        if following is None:
            for many in _LOOKS:
                yield from scores.topk(min(many, len(scores))).indices.tolist()
            yield from scores.argsort(descending=True).tolist()
        else:
            yield from _in_order(scores, [*self._table.beginning_with(following), *self._table.ends])

    def _try(self, token: int) -> Refused | None:
        """Keep what the text becomes by a token, or return why it may not follow."""
        written = self._table.writes[token]
        if token in self._table.ends:
            now = self._text.end(self._rules)
        elif written:
            now = self._text.write(written, self._rules, plain=bool(self._table.plain[token]))
        else:
            return "refused"
        if isinstance(now, str):
            return now
        self._chosen, self._next = token, now
        return None


def _in_order(scores: torch.Tensor, tokens: Sequence[int]) -> list[int]:
    """Return these tokens, the best first."""
    order = scores[torch.tensor(tokens, device=scores.device)].argsort(descending=True)
    return [tokens[place] for place in order.tolist()]
