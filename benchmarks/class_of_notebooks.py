"""A class of 20 notebooks that answer the practical part: the same ones each time.

Three authors' styles (the reference cut into one cell a question; an example module cut into one cell a definition; an
example notebook with its prose, formulas and scratch cells), each taken in turn with one mistake from the reference's
known wrong variants. Three are faultless, one leaves question 3 out, one ends in a cell that raises.

``python -m benchmarks.class_of_notebooks`` writes them below ``build/benchmarks/class``.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from benchmarks.checks import ROOT
from benchmarks.sources import (
    Chunk,
    defines,
    file_of,
    module_chunks,
    reference_chunks,
    variant_source,
    without,
)

WORK = ROOT / "build" / "benchmarks"
Cell = dict[str, Any]
"""A notebook's cell as its JSON has it."""


@dataclass(frozen=True, slots=True)
class Student:
    """One hand-in: whose style, and the mistake (a variant and the function that it imitates) or a habit."""

    name: str
    style: str
    variant: str = ""
    function: str = ""
    habit: str = ""


STUDENTS: tuple[Student, ...] = (
    Student("s01", "reference"),
    Student("s02", "module"),
    Student("s03", "notebook"),
    Student("s04", "reference", "q1_slips.kl_gaussians_swapped", "kl_gaussians"),
    Student("s05", "module", "q1_slips.kl_gaussians_sigma_as_variance", "kl_gaussians"),
    Student("s06", "notebook", "q2_slips.relu_flow_a_inside", "relu_flow"),
    Student("s07", "reference", "q2_slips.sigmoid_flow_overflowing", "sigmoid_flow"),
    Student("s08", "module", "q2_slips.sigmoid_flow_derivative_without_logit", "sigmoid_flow_derivative"),
    Student("s09", "notebook", "q2_slips.sigmoid_flow_inverse_averaged", "sigmoid_flow_inverse"),
    Student("s10", "reference", "q2_slips.residual_flow_inverse_fixed_point", "residual_flow_inverse"),
    Student("s11", "module", "q2_radial_slips.radial_flow_norm_of_batch", "radial_flow"),
    Student("s12", "notebook", "q2_radial_slips.radial_flow_log_det_power_lost", "radial_flow_log_det"),
    Student("s13", "reference", "q3_slips.elbo_joint_prior_lost", "elbo_joint"),
    Student("s14", "module", "q3_slips.elbo_terms_kl_reversed", "elbo_terms"),
    Student("s15", "notebook", "q3_gaussian_vae_slips.ddpm_posterior_variance_beta", "ddpm_posterior"),
    Student("s16", "reference", "q4_slips.velocity_theta_ascent", "velocity"),
    Student("s17", "module", "q4_slips.eigenvalues_half_lost", "eigenvalues"),
    Student("s18", "notebook", "q4_slips.simulate_simultaneous", "simulate"),
    Student("s19", "module", habit="question 3 left out"),
    Student("s20", "notebook", habit="last cell raises"),
)
_QUESTION_3 = ("elbo_joint", "log_likelihood", "elbo_terms", "ddpm_posterior", "vae_ddpm_terms")


def write_class(folder: Path, count: int = len(STUDENTS)) -> tuple[Path, ...]:
    """Write the first ``count`` notebooks into a folder and return them, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for student in STUDENTS[:count]:
        path = folder / f"{student.name}.ipynb"
        cells = [make_cell(chunk, f"{student.name}-{at}") for at, chunk in enumerate(chunks_of(student))]
        path.write_text(notebook_text(cells), encoding="utf-8")
        written.append(path)
    return tuple(written)


def chunks_of(student: Student) -> tuple[Chunk, ...]:
    """Return a hand-in's cells."""
    chunks = _base(student.style)
    if student.variant:
        at = next(
            at for at, chunk in enumerate(chunks) if chunk.kind == "code" and defines(chunk.text, student.function)
        )
        rest = without(chunks[at].text, student.function)
        wrong = variant_source(student.variant, student.function)
        cells = [Chunk("code", text) for text in (wrong, rest) if text.strip()]
        return (*chunks[:at], *cells, *chunks[at + 1 :])
    if student.habit == "question 3 left out":
        return tuple(each for each in chunks if not any(defines(each.text, name) for name in _QUESTION_3))
    if student.habit == "last cell raises":
        return (*chunks, Chunk("code", "print(kl_gaussians(0, 1, 0, sigma_three))"))
    return chunks


def as_script(chunks: tuple[Chunk, ...]) -> str:
    """Return a hand-in as the Python module that its author would export: code cells in order, magics dropped."""
    cells = ["\n".join(_plain_lines(chunk.text)) for chunk in chunks if chunk.kind == "code"]
    return "\n\n\n".join(cells) + "\n"


def notebook_text(cells: list[Cell]) -> str:
    """Return the JSON of a notebook (format 4.5) with the Python 3 kernel's metadata."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    book = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def cells_of(path: Path) -> list[Cell]:
    """Return a written notebook's cells."""
    return cast("list[Cell]", json.loads(path.read_text("utf-8"))["cells"])


def make_cell(chunk: Chunk, identity: str, metadata: dict[str, Any] | None = None) -> Cell:
    """Return a cell of a notebook, not run yet."""
    cell: Cell = {"cell_type": chunk.kind, "id": identity, "metadata": metadata or {}, "source": chunk.text}
    return {**cell, "execution_count": None, "outputs": []} if chunk.kind == "code" else cell


def _base(style: str) -> tuple[Chunk, ...]:
    if style == "reference":
        return reference_chunks()
    if style == "module":
        return (*module_chunks("ada_full_module"), Chunk("code", "kl_expression()"))
    book = json.loads(file_of(ROOT / "submissions_example" / "benoit_full_notebook", ".ipynb").read_text("utf-8"))
    chunks = [Chunk(cell["cell_type"], "".join(cell["source"])) for cell in book["cells"]]
    # No plots: they would measure matplotlib, which none of the environments has.
    chunks = [replace(each, text=each.text.replace("%matplotlib inline\n", "")) for each in chunks]
    kept = [each for each in chunks if "matplotlib" not in each.text]
    return (*kept, Chunk("code", "%time kl_gaussians(0, 1, 0, 2)"))


def _plain_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith(("%", "!"))]


if __name__ == "__main__":
    for notebook in write_class(WORK / "class"):
        print(notebook.name)
