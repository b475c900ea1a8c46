"""Small files of questions of this project's own, in the form that MedMCQA, MedQA and PubMedQA are published in."""

import json
from pathlib import Path
from typing import Any

SUBJECTS = ("zinc", "artesunate", "oxygen", "amoxicillin", "paracetamol", "vitamin A", "oral salts", "measles vaccine")


def medmcqa_row(number: int) -> dict[str, Any]:
    """One question as MedMCQA has it."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    return {
        "question": f"What is {subject} number {number} for?",
        "exp": None,
        "cop": number % 4 + 1,
        "opa": f"Fever {number}",
        "opb": "Diarrhoea",
        "opc": "Pneumonia",
        "opd": "None of these",
        "subject_name": "Paediatrics",
        "topic_name": None,
        "id": f"id-{number}",
        "choice_type": "single",
    }


def medqa_row(number: int) -> dict[str, Any]:
    """One question as MedQA has it."""
    options = {"A": f"Give {SUBJECTS[number % len(SUBJECTS)]}", "B": "Wait", "C": "Refer", "D": f"Repeat {number}"}
    right = "ABCD"[number % 4]
    return {
        "question": f"A child of {number} months has a cough. What next?",
        "answer": options[right],
        "options": options,
        "meta_info": "step1",
        "answer_idx": right,
        "metamap_phrases": ["child", "cough"],
    }


def pubmedqa_row(number: int) -> dict[str, Any]:
    """One question as PubMedQA has it, below its PubMed id."""
    return {
        "QUESTION": f"Does {SUBJECTS[number % len(SUBJECTS)]} help?",
        "CONTEXTS": [f"We asked {number} nurses.", "Most of them agreed."],
        "LABELS": ["METHODS", "RESULTS"],
        "MESHES": ["Nurses"],
        "YEAR": "2020",
        "reasoning_required_pred": "yes",
        "reasoning_free_pred": "yes",
        "final_decision": ("yes", "no", "maybe")[number % 3],
        "LONG_ANSWER": "It seems so.",
    }


def write_medmcqa(path: Path, count: int, first: int = 0) -> Path:
    """Write so many questions, one a line."""
    path.write_text("".join(json.dumps(medmcqa_row(number)) + "\n" for number in range(first, first + count)))
    return path


def write_medqa(path: Path, count: int, first: int = 0) -> Path:
    """Write so many questions, one a line."""
    path.write_text("".join(json.dumps(medqa_row(number)) + "\n" for number in range(first, first + count)))
    return path


def write_pubmedqa(path: Path, count: int) -> Path:
    """Write so many questions as one object."""
    path.write_text(json.dumps({str(1000 + number): pubmedqa_row(number) for number in range(count)}, indent=4))
    return path
