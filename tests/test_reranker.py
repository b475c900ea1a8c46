"""A cross-encoder that puts hits in order: tiny ones made here, loaded as any other is."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexes.errors import LibraryError
from indexes.library import Library
from indexes.reranker import READ, Reranker, load_reranker
from tests.conftest import Fieldguide, WordEmbedder, make_reading
from tests.tiny_embedders import VOCABULARY, make_model, make_tokenizer

QUESTION = "give zinc for a child?"
TEXTS = "Give zinc.", "Water, salt and sugar.", "Artesunate 2.4 mg/kg for a child.", "Zinc for a child of 9 kg: 20 mg."


def make_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """Save a tiny random cross-encoder, as `save_pretrained` does, and return the folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(5)
    settings: dict[str, Any] = {
        "vocab_size": len(VOCABULARY),
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 64,
        "initializer_range": 0.5,
        "num_labels": labels,
    }
    model: Any = BertForSequenceClassification(BertConfig(**settings))
    model.save_pretrained(folder)
    tokenizer = make_tokenizer()
    tokenizer.model_max_length = 64
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny cross-encoder."""
    return make_cross_encoder(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def ward(tmp_path: Path, any_pdf: Path) -> Library:
    """A set of four passages."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    library.add(make_reading("zinc", *TEXTS, headings=["2 Children"]), any_pdf)
    return library


def test_hits_are_ordered_by_the_model(folder: Path, ward: Library) -> None:
    """The scores are those that sentence-transformers gives question and passage below all its titles."""
    from sentence_transformers import CrossEncoder

    (plain,) = ward.search([QUESTION])
    (hits,) = ward.search([QUESTION], reranker=load_reranker(str(folder)))
    pairs = [(QUESTION, f"Zinc 2 Children {hit.passage.text}") for hit in plain]
    scores = CrossEncoder(str(folder), device="cpu").predict(pairs)
    expected = sorted(zip(scores.tolist(), plain, strict=True), key=lambda pair: -pair[0])
    assert [hit.score for hit in hits] == pytest.approx([score for score, _ in expected], abs=1e-5)
    assert [replace(hit, score=0) for hit in hits] == [replace(hit, score=0) for _, hit in expected]
    assert [hit.passage.text for hit in hits] != [hit.passage.text for hit in plain]


def test_more_are_read_than_are_asked_for(folder: Path, ward: Library) -> None:
    """The best of all that were read is the one hit."""
    reranker = load_reranker(str(folder))
    (all_hits,) = ward.search([QUESTION], reranker=reranker)
    assert ward.search([QUESTION], 1, reranker=reranker) == [all_hits[:1]]
    assert READ >= len(all_hits) == 4
    assert reranker.rank(QUESTION, ()) == ()


def test_long_passages_are_cut(folder: Path, ward: Library, any_pdf: Path) -> None:
    """A passage longer than the model takes is read as far as it goes."""
    ward.add(make_reading("long", "give zinc " * 200), any_pdf)
    (hits,) = ward.search([QUESTION], reranker=load_reranker(str(folder)))
    assert len(hits) == 5


def test_models_that_are_no_rerankers(folder: Path, tmp_path: Path) -> None:
    """Each is refused in one sentence; an embedder would be loaded with a last layer of random numbers."""
    embedder = make_model(tmp_path / "embedder")
    three = make_cross_encoder(tmp_path / "three", labels=3)
    without = make_cross_encoder(tmp_path / "without")
    (without / "model.safetensors").rename(without / "model.bin")
    (tmp_path / "empty").mkdir()
    said = {}
    for name in ("embedder", "three", "without", "empty"):
        with pytest.raises(LibraryError) as caught:
            load_reranker(str(tmp_path / name))
        said[name] = str(caught.value)
    assert said["embedder"] == f"{embedder} holds no cross-encoder: its config.json names BertModel"
    assert said["three"] == f"{three} gives 3 scores for a pair of texts; a reranker gives one"
    assert said["without"] == f"{without} holds no cross-encoder: it has no .safetensors weights"
    assert said["empty"].startswith(f"{tmp_path / 'empty'} holds no cross-encoder: its config.json cannot be read (")
    assert isinstance(load_reranker(str(folder)), Reranker)


def test_damaged_weights(tmp_path: Path) -> None:
    """Weights that cannot be read are an expected fault."""
    folder = make_cross_encoder(tmp_path / "damaged")
    (folder / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(LibraryError, match=f"^{folder} cannot be loaded as a cross-encoder \\("):
        load_reranker(str(folder))


# --- the commands ---

ASKED = "How long is the zinc given for?", "--set", "demonstration"


@pytest.fixture
def _demonstration(demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the demonstration; nothing here writes it."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))


@pytest.mark.usefixtures("_demonstration")
def test_the_output_names_the_reranker(folder: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """In JSON and in text, of hits and of answers; without one nothing is said of it."""
    option = "--reranker", folder
    found = json.loads(fieldguide("search", *ASKED, "--json", *option).out)
    assert found["reranker"] == str(folder)
    assert [hit["score"] for hit in found["hits"]] == sorted((hit["score"] for hit in found["hits"]), reverse=True)
    assert "reranker" not in json.loads(fieldguide("search", *ASKED, "--json").out)
    assert fieldguide("search", *ASKED, *option).err == f"ordered by {folder}\n"
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"id": 1, "question": ASKED[0]}))
    (line,) = fieldguide("search", "--questions", questions, *ASKED[1:], *option).out.splitlines()
    assert json.loads(line) == {"id": 1} | found
    answer = json.loads(fieldguide("ask", *ASKED, "--answerer", "quote", "--json", *option).out)
    assert answer["library"] == {"set": "demonstration", "generation": 3, "reranker": str(folder)}
    text = fieldguide("ask", *ASKED, "--answerer", "quote", *option).out
    assert text.splitlines()[-1] == f"Answered by quote from the set demonstration, ordered by {folder}."


@pytest.mark.usefixtures("_demonstration")
@pytest.mark.parametrize("command", ["search", "ask"])
def test_a_reranker_that_is_nowhere(command: str, fieldguide: Fieldguide) -> None:
    """One sentence, and no hits in another order than was asked for."""
    outcome = fieldguide(command, *ASKED, "--reranker", "nobody/nothing")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "fieldguide: the reranker nobody/nothing is no folder here and could not be fetched from its hub; "
        "fetch it once with a network, or give a folder, or search without a reranker\n"
    )
