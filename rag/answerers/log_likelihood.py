"""How likely a causal language model finds each of several continuations of a text.

As lm-evaluation-harness 0.4 has it (`HFLM.loglikelihood`), so that its published figures can be compared with: a pair
is encoded whole and cut after the context's own tokens, spaces at the context's end belong to the continuation, what is
too long loses its beginning, and probabilities are taken in the precision of the model's own scores.

torch takes seconds to import, so each function imports what it uses.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from rag.answerers.loading import load_model, precision_of
from rag.answerers.memory import is_lack_of_memory
from rag.answerers.model_settings import Precision
from rag.errors import AnswererError

_LENGTHS = ("n_positions", "max_position_embeddings", "n_ctx")
"""What a model's settings call the length of its context, in the harness's order."""

_USUAL_LENGTH = 2048
"""Where they do not say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A text and what may follow it, each option with the space before it."""

    context: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """What the model says of the options of one text."""

    of_options: tuple[float, ...]
    """The natural logarithm of each option's probability: the sum over its tokens."""
    cut: int
    """How many tokens the text lost at its beginning, because it is too long for the model."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Tokens that the model reads, and the last tokens that may follow them: options that differ in no other."""

    read: tuple[int, ...]
    """Context and option, but for the option's last token; the beginning is cut where it is too long."""
    before: tuple[int, ...]
    """The option's tokens but for the last, which stand at the end of `read`."""
    last: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    """For each of `last`, the text and the option that it ends."""


class LogLikelihoodModel:
    """A causal language model with its tokenizer that scores given continuations."""

    def __init__(
        self, model: Any, tokenizer: Any, *, name: str, batch_size: int = 8, say: Callable[[str], None] | None = None
    ) -> None:
        """Take a loaded transformers model and tokenizer; `name` is shown to the user.

        A batch has at most `batch_size` rows; where the memory does not do, it is halved for good, and `say` is told.
        """
        self.name = name
        self.batch_size = batch_size
        self.model = model
        self.tokenizer = tokenizer
        self._say = say or (lambda _: None)
        self._beginning: str | None = tokenizer.bos_token or tokenizer.eos_token
        self._vocabulary: int = model.get_input_embeddings().num_embeddings
        settings = model.config.get_text_config()
        told = (getattr(settings, name, None) for name in _LENGTHS)
        self.context_tokens: int = next((length for length in told if length), _USUAL_LENGTH)

    @classmethod
    def from_pretrained(
        cls,
        model: str,
        *,
        device: str | None = None,
        dtype: Precision | None = None,
        batch_size: int = 8,
        say: Callable[[str], None] | None = None,
    ) -> Self:
        """Load a Hugging Face name or a folder as `loading.load_model` does, and raise what it raises."""
        loaded, tokenizer = load_model(model, device=device, precision=dtype)
        return cls(loaded, tokenizer, name=model, batch_size=batch_size, say=say)

    @property
    def precision(self) -> Precision:
        """What its weights are kept in."""
        return precision_of(self.model)

    @property
    def device(self) -> str:
        """Where it runs, such as "cuda" or "cpu"."""
        return str(self.model.device.type)

    @property
    def special_tokens(self) -> tuple[str, ...]:
        """The tokens that a text must not be able to write."""
        return tuple(dict.fromkeys([*self.tokenizer.all_special_tokens, *self.tokenizer.get_added_vocab()]))

    def score(self, asked: Sequence[Asked]) -> list[Likelihoods]:
        """Return how likely each option of each text is, in the order given.

        Options that share all but their last token take one row. Raises AnswererError if a text is empty or an option
        has no token of its own or does not fit, and if the memory does not do even for one row.
        """
        found = [[0.0] * len(one.options) for one in asked]
        cuts = [0] * len(asked)
        rows: list[_Row] = []
        for place, one in enumerate(asked):
            made, cuts[place] = self._make_rows(place, one)
            rows += made
        # Rows of like length pad each other least; the longest go first, so that memory runs out early or never.
        rows.sort(key=lambda row: len(row.read), reverse=True)
        start = 0
        while start < len(rows):
            batch = rows[start : start + self.batch_size]
            scores = self._score_rows(batch)
            if scores is None:
                self._halve(len(batch))
                continue
            for row, likelihoods in zip(batch, scores, strict=True):
                if not all(map(math.isfinite, likelihoods)):
                    raise AnswererError(f"{self.name} gives scores that are no numbers: copy or download it again.")
                for (place, option), likelihood in zip(row.places, likelihoods, strict=True):
                    found[place][option] = likelihood
            start += len(batch)
        return [Likelihoods(tuple(each), cut) for each, cut in zip(found, cuts, strict=True)]

    def encode_pair(self, context: str, continuation: str) -> tuple[list[int], list[int]]:
        """Return the tokens of the context, and those of the continuation as they stand after it."""
        kept = context.rstrip()
        continuation = context[len(kept) :] + continuation
        whole, before = self._encode(kept + continuation), self._encode(kept)
        return before, whole[len(before) :]

    def _encode(self, text: str) -> list[int]:
        # A text that begins with its beginning-of-text token must not get a second one.
        begun = bool(self._beginning) and text.startswith(str(self._beginning))
        tokens: list[int] = self.tokenizer.encode(text, **({"add_special_tokens": False} if begun else {}))
        if tokens and max(tokens) >= self._vocabulary:
            raise AnswererError(
                f"The tokenizer of {self.name} knows more tokens than the model: take both from one model."
            )
        return tokens

    def _make_rows(self, place: int, one: Asked) -> tuple[list[_Row], int]:
        """Return the rows of a text's options, and how many tokens its beginning loses for the longest of them."""
        if not one.context.strip():
            raise AnswererError("A question is empty: there is nothing to answer.")
        grouped: dict[tuple[tuple[int, ...], int], tuple[list[int], list[tuple[int, int]]]] = {}
        cut = 0
        for option, continuation in enumerate(one.options):
            context, follows = self.encode_pair(one.context, continuation)
            if not follows or len(follows) > self.context_tokens:
                raise AnswererError(
                    f"The option {continuation.strip()!r} takes {len(follows)} tokens after its question: "
                    f"{self.name} can score from 1 to {self.context_tokens}."
                )
            read = (*context, *follows[:-1])
            cut = max(cut, len(read) - self.context_tokens)
            last, places = grouped.setdefault((read[-self.context_tokens :], len(follows) - 1), ([], []))
            last.append(follows[-1])
            places.append((place, option))
        rows = [
            _Row(read, read[len(read) - before :], tuple(last), tuple(places))
            for (read, before), (last, places) in grouped.items()
        ]
        return rows, max(0, cut)

    def _score_rows(self, rows: Sequence[_Row]) -> list[list[float]] | None:
        """Run the model once; return for each row the likelihood of each option, or None if the memory ran out."""
        import torch

        width = len(rows[0].read)
        # Padding stands right of what is read, where a causal model does not see it.
        ids = torch.tensor([[*row.read, *[0] * (width - len(row.read))] for row in rows])
        # Scores of a vocabulary are large: only those of the positions before an option's tokens are made.
        positions = sorted({at for row in rows for at in range(len(row.read) - len(row.before) - 1, len(row.read))})
        place_of = {at: place for place, at in enumerate(positions)}
        try:
            with torch.inference_mode():
                device = self.model.device
                kept = torch.tensor(positions, device=device)
                scores = self.model(input_ids=ids.to(device), use_cache=False, logits_to_keep=kept).logits
                likelihoods = []
                for row, of_row in zip(rows, scores, strict=True):
                    first = place_of[len(row.read) - len(row.before) - 1]
                    end = place_of[len(row.read) - 1] + 1
                    logarithms = torch.log_softmax(of_row[first:end], dim=-1)
                    likelihoods.append([_sum_of(logarithms, (*row.before, last)) for last in row.last])
        except RuntimeError as fault:
            if not is_lack_of_memory(fault):
                raise
            return None
        return likelihoods

    def _halve(self, size: int) -> None:
        """Make batches smaller after the memory did not do for one of this size."""
        import torch

        if size == 1:
            raise AnswererError(
                f"The memory does not do for one question with {self.name}: close other programs that use it, "
                "or ask with fewer examples or passages."
            )
        self.batch_size = size // 2
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        self._say(f"too little memory for {size} questions at once: going on with batches of {self.batch_size}")


def _sum_of(logarithms: Any, tokens: Sequence[int]) -> float:
    """Return the sum of the tokens' entries, one a row; it is made in the scores' own precision, as the harness does.

    `logarithms` has shape (tokens, vocabulary).
    """
    import torch

    wanted = torch.tensor(tokens, device=logarithms.device).unsqueeze(-1)
    return float(logarithms.gather(1, wanted).sum())
