"""What a converted embedder is held against: the vectors of torch, and the speed of another conversion."""

import time
from typing import TYPE_CHECKING

from indexes.embedder_torch import TorchEmbedder
from indexes.types import Embedded, Embedder, EmbedderIdentity

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_SENTENCES = (
    "Give artesunate 2.4 mg/kg IV at 0, 12 and 24 hours.",
    "oral rehydration",
    "Children under five years of age with severe acute malnutrition and medical complications are admitted, fed with "
    "F-75 every three hours day and night, kept warm, and given a broad spectrum antibiotic from the first day.",
    "Weight 38-54 kg | intensive phase, RHZE (150+75+400+275) mg: 3 tablets | continuation phase, RH: 3 tablets",
    "How much zinc for a child of 4 months with watery diarrhoea?",
    "The certainty of the evidence was low: RR 0.84 (95% CI 0.71-0.99; 6 trials, 2,104 participants).",
    "Table 3. Signs of some, severe and no dehydration",
    "Wash hands with soap and water before and after every contact with a patient, and after removing gloves.",
    "Do not give primaquine to a woman who is pregnant or breastfeeding an infant younger than 6 months.",
    "• Refer at once if the systolic blood pressure is ≥ 160 mmHg or the diastolic ≥ 110 mmHg.",
    "Programme managers should plan, budget, train and supervise; see Annex 4 for a list of indicators.",
    "",
    "Vector control: insecticide-treated nets, indoor residual spraying, larval source management.",
    "HIV-1, TB/HIV, MDR-TB, G6PD, CD4 < 200 cells/mm3",
    "La dose est de 20 mg par jour pendant 10 jours.",
    "Store below 25 °C, away from light.",
)

_LENGTHS = (1, 2, 4, 7)
"""So many sentences in a row make a sample text: what is embedded runs from a few words to a page's quarter."""

SAMPLE = tuple(
    " ".join(_SENTENCES[(start + step) % len(_SENTENCES)] for step in range(length))
    for length in _LENGTHS
    for start in range(len(_SENTENCES))
)
"""Texts of the kinds and lengths that guidelines hold."""

_ROUNDS = 9


def embed_sample(model: "SentenceTransformer") -> Embedded:
    """Return the sample as torch embeds it: unit vectors of shape (len(SAMPLE), dimension), and those of the tokens."""
    dimension = int(model.encode(["one"]).shape[1])
    return TorchEmbedder(model, EmbedderIdentity("", "", dimension, "", "")).embed_queries(SAMPLE)


def worst_cosines(embedder: Embedder, expected: Embedded) -> tuple[float, float]:
    """Return the smallest cosine of an embedder's vectors of the sample to those expected: of texts, and of tokens.

    The tokens' is -1 where a text comes out in another number of tokens, and 1 where no text has tokens' vectors.
    """
    found = embedder.embed_queries(SAMPLE)
    text = float((found.vectors * expected.vectors).sum(axis=1).min())
    pairs = list(zip(found.tokens, expected.tokens, strict=True))
    if any(ours.shape != theirs.shape for ours, theirs in pairs):
        return text, -1.0
    return text, float(min(((ours * theirs).sum(axis=1).min(initial=1.0) for ours, theirs in pairs), default=1.0))


def compare_speed(one: Embedder, other: Embedder) -> float:
    """Return how many times as fast as the other the first embeds the sample: by turns, the best round of each.

    Counted in processor time, which other work on the machine disturbs little.
    """
    best = [float("inf"), float("inf")]
    for _ in range(_ROUNDS):
        for at, embedder in enumerate((one, other)):
            best[at] = min(best[at], _processor_seconds(embedder))
    return best[1] / best[0]


def _processor_seconds(embedder: Embedder) -> float:
    started = time.process_time()
    embedder.embed_passages(SAMPLE)
    return time.process_time() - started
