"""Loads a causal language model of transformers onto a GPU or the CPU, or says in one sentence why that cannot be."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from rag.answerers.memory import count_bytes, describe_shortage, free_memory, is_lack_of_memory, name_memory
from rag.answerers.model_settings import Precision, read_precision
from rag.answerers.weights import find_weights
from rag.errors import AnswererError


def load_model(model: str, *, device: str | None, precision: Precision | None) -> tuple[Any, Any]:
    """Return the transformers model and tokenizer of a Hugging Face name or a folder, on their device.

    `device` is a torch device, by default the CUDA GPU, or the CPU where there is none; `precision` is by default what
    FIELDGUIDE_PRECISION names, or else bfloat16 on a GPU and float32 on a CPU. Only safetensors are read, and no code
    that comes with a model is run.
    Raises AnswererError if the weights are not found, cannot be fetched or loaded, or do not fit into memory.
    """
    precision = precision or read_precision()
    folder = find_weights(model)
    import torch

    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        torch.device(device)
    except RuntimeError as fault:
        raise AnswererError(f"There is no device {device}: use cuda or cpu.") from fault
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise AnswererError(f"There is no CUDA GPU for {model} here: use another answerer, or the device cpu.")
    precision = precision or ("float32" if device == "cpu" else "bfloat16")
    if shortage := describe_shortage(model, count_bytes(folder, precision), free_memory(device), device):
        raise AnswererError(shortage)
    return _load(model, folder, device, precision)


def precision_of(model: Any) -> Precision:
    """Return what a loaded model's weights are kept in; its `dtype` is what it computes in, with NF4 another."""
    if getattr(model, "is_loaded_in_4bit", False):
        return "nf4"
    return cast("Precision", str(model.dtype).removeprefix("torch."))


def choose_attention(device: str, precision: Precision) -> str:
    """Return the attention that prompts are read with: flash-attn's where it is installed for this GPU, else torch's.

    torch's own is exact in every precision. What reads one new token a row is neither (`grouped_attention`).
    """
    from transformers.utils.import_utils import is_flash_attn_2_available

    flash = device.startswith("cuda") and precision != "float32" and is_flash_attn_2_available()
    return "flash_attention_2" if flash else "sdpa"


def _load(name: str, folder: Path, device: str, precision: Precision) -> tuple[Any, Any]:
    """Load the model onto its device, and its tokenizer."""
    import transformers
    from safetensors import SafetensorError

    # Any: the declared types do not know that a loading report may come with the model.
    models: Any = transformers.AutoModelForCausalLM
    tokenizers: Any = transformers.AutoTokenizer
    try:
        tokenizer = tokenizers.from_pretrained(folder, trust_remote_code=False, local_files_only=True)
        model, report = models.from_pretrained(
            folder,
            attn_implementation=choose_attention(device, precision),
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=True,
            output_loading_info=True,
            **_place(name, device, precision),
        )
        model = model.to(device).eval()
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as fault:
        if is_lack_of_memory(fault):
            memory = name_memory(device)
            raise AnswererError(
                f"There is too little free {memory} to load {name}: close other programs that use it."
            ) from fault
        reason = " ".join(str(fault).split())[:200]
        raise AnswererError(f"{name} cannot be loaded ({reason}): copy or download the model again.") from fault
    if report["missing_keys"]:
        # transformers fills missing tensors with random numbers and only warns.
        raise AnswererError(
            f"The weights of {name} lack {len(report['missing_keys'])} of the tensors that its config.json asks for: "
            "copy or download the model again."
        )
    return model, tokenizer


def _place(name: str, device: str, precision: Precision) -> dict[str, Any]:
    """Return how transformers is to keep the weights."""
    import torch

    if precision != "nf4":
        return {"dtype": getattr(torch, precision)}
    lacking = [package for package in ("bitsandbytes", "accelerate") if find_spec(package) is None]
    if lacking:
        verb = "is" if len(lacking) == 1 else "are"
        raise AnswererError(
            f"{name} in NF4 needs {' and '.join(lacking)}, which {verb} not installed: "
            "pip install 'fieldguide[gpu]', or take another precision."
        )
    from transformers import BitsAndBytesConfig

    computing = torch.float32 if device == "cpu" else torch.bfloat16
    make_settings: Any = BitsAndBytesConfig
    settings = make_settings(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=computing,
    )
    return {"dtype": computing, "quantization_config": settings, "device_map": {"": device}}
