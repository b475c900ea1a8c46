"""How a local model is loaded and run, as the environment and the machine have it."""

from pathlib import Path

import pytest

from rag.answerers.generation import CompletionModel
from rag.answerers.loading import choose_attention
from rag.answerers.log_likelihood import LogLikelihoodModel
from rag.answerers.meditron import meditron_available
from rag.answerers.memory import count_bytes
from rag.answerers.model_settings import read_pace, read_precision
from rag.errors import AnswererError
from tests.tiny_models import make_tiny_model


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random model."""
    return make_tiny_model(tmp_path_factory.mktemp("tiny"), hidden_size=128, intermediate_size=256)


def test_the_environment_names_precision_and_pace(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it names is taken where nothing else is asked for; a word that is none is told with those that are."""
    for name in ("FIELDGUIDE_PRECISION", "FIELDGUIDE_PACE"):
        monkeypatch.delenv(name, raising=False)
    assert (read_precision(), read_pace()) == (None, "graph")
    monkeypatch.setenv("FIELDGUIDE_PRECISION", "bfloat16")
    monkeypatch.setenv("FIELDGUIDE_PACE", "compiled")
    assert (read_precision(), read_pace()) == ("bfloat16", "compiled")
    assert CompletionModel.from_pretrained(str(tiny), device="cpu").description == f"{tiny}, bf16 on cpu"
    assert CompletionModel.from_pretrained(str(tiny), device="cpu", dtype="float32").description.endswith("fp32 on cpu")
    monkeypatch.setenv("FIELDGUIDE_PRECISION", "int4")
    told = "FIELDGUIDE_PRECISION is 'int4': it must be one of bfloat16, float16, float32, nf4."
    with pytest.raises(AnswererError) as fault:
        CompletionModel.from_pretrained(str(tiny), device="cpu")
    assert str(fault.value) == told
    assert meditron_available(str(tiny)) == told
    monkeypatch.setenv("FIELDGUIDE_PACE", "fast")
    with pytest.raises(AnswererError, match="FIELDGUIDE_PACE is 'fast': it must be one of graph, compiled, stepwise"):
        read_pace()


def test_batches_are_larger_on_a_gpu(tiny: Path) -> None:
    """On a CPU eight prompts go together unless told otherwise."""
    assert CompletionModel.from_pretrained(str(tiny), device="cpu").batch_size == 8
    assert CompletionModel.from_pretrained(str(tiny), device="cpu", batch_size=3).batch_size == 3


def test_memory_that_weights_take(tiny: Path) -> None:
    """NF4 takes less than half of what bfloat16 does, and float32 twice that."""
    sizes = {precision: count_bytes(tiny, precision) for precision in ("float32", "bfloat16", "nf4")}
    assert sizes["float32"] == 2 * sizes["bfloat16"]
    assert sizes["nf4"] == round(0.4 * sizes["bfloat16"])


def test_attention_of_prompts_on_a_cpu() -> None:
    """flash-attn is for GPUs and half precision."""
    assert choose_attention("cpu", "bfloat16") == "sdpa"
    assert choose_attention("cuda", "float32") == "sdpa"


def test_nf4_without_its_packages(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that brings what 4 bits need is named."""
    monkeypatch.setattr("rag.answerers.loading.find_spec", lambda _: None)
    with pytest.raises(AnswererError) as fault:
        CompletionModel.from_pretrained(str(tiny), device="cpu", dtype="nf4")
    assert str(fault.value) == (
        f"{tiny} in NF4 needs bitsandbytes and accelerate, which are not installed: "
        "pip install 'fieldguide[gpu]', or take another precision."
    )


def test_what_weights_are_kept_in(tiny: Path) -> None:
    """Of a model in 4 bits transformers tells the precision that it computes in; that is not what it is kept in."""
    model = LogLikelihoodModel.from_pretrained(str(tiny), device="cpu", dtype="bfloat16")
    assert model.precision == "bfloat16"
    model.model.is_loaded_in_4bit = True
    assert model.precision == "nf4"


def test_settings_are_read_before_a_model_is_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is none is told at once, and not when 15 GB have been fetched."""
    monkeypatch.setenv("FIELDGUIDE_PACE", "fast")
    with pytest.raises(AnswererError, match="FIELDGUIDE_PACE is 'fast'"):
        CompletionModel.from_pretrained("/no/such/model")
    monkeypatch.setenv("FIELDGUIDE_PACE", "graph")
    monkeypatch.setenv("FIELDGUIDE_PRECISION", "int4")
    with pytest.raises(AnswererError, match="FIELDGUIDE_PRECISION is 'int4'"):
        CompletionModel.from_pretrained("/no/such/model")


def test_nf4_on_a_cpu(tiny: Path) -> None:
    """Weights in 4 bits are loaded, named, and complete a batch as they complete its prompts one by one."""
    pytest.importorskip("bitsandbytes")
    pytest.importorskip("accelerate")
    model = CompletionModel.from_pretrained(str(tiny), device="cpu", dtype="nf4", max_new_tokens=12)
    assert model.description == f"{tiny}, NF4 on cpu"
    assert type(model.model.model.layers[0].mlp.up_proj).__name__ == "Linear4bit"
    prompts = ["Give artesunate", "A ward of 20 beds needs", "Wash"]
    batch = model.generate(prompts)
    assert batch == [model.generate([prompt])[0] for prompt in prompts]
    assert len({completion.tokens for completion in batch}) == len(prompts)
