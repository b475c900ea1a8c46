"""The scorer of tables against hand-made tables whose right and wrong cells are known."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas

from benchmarks.table_matching import holds_text, same_path, same_text
from benchmarks.table_scoring import Fate, Share, judge_table, score
from benchmarks.table_truth import TruthCell, TruthTable
from benchmarks.tables import group_scores, judge_folder, main, print_miss, print_scores
from ingest.types import Table, TableCell, TableRow
from tests.pdf_factory import A4

WEIGHT, PHASE = "Weight", "Intensive phase"
RHZ, ETHAMBUTOL = (PHASE, "RHZ"), (PHASE, "E")


def make_row(*cells: tuple[str, Sequence[str]], group: Sequence[str] = (), page: int = 7) -> TableRow:
    """Make a row of cells, each given as its text and the headings above it."""
    made = (TableCell(text, tuple(column), (0.0, 0.0, 1.0, 1.0), (at,)) for at, (text, column) in enumerate(cells))
    return TableRow(page, tuple(group), tuple(made))


def make_table(*rows: TableRow, caption: str = "Table 4. Doses") -> Table:
    """Make a table without notes."""
    return Table(caption, rows, ())


def make_dose_table() -> Table:
    """Make the table that all of `make_truth` is right in."""
    return make_table(
        make_row(("4-7 kg", [WEIGHT]), ("1", RHZ), ("2³", ETHAMBUTOL), group=["Children"]),
        make_row(("8-11 kg", [WEIGHT]), ("3", RHZ), ("4", ETHAMBUTOL), group=["Children"]),
    )


def make_truth(*cells: TruthCell) -> TruthTable:
    """Make a truth table of these cells or, without any, of the four doses of `make_dose_table`."""
    doses = (
        make_truth_cell("1", ["Children", "4-7 kg"], RHZ),
        make_truth_cell("2³", ["Children", "4-7 kg"], ETHAMBUTOL),
        make_truth_cell("3", ["Children", "8-11 kg"], RHZ),
        make_truth_cell("4", ["Children", "8-11 kg"], ETHAMBUTOL),
    )
    return TruthTable("doses.pdf", "doses", 7, "Table 4. Doses", ("ruled", "row-groups"), cells or doses)


def make_truth_cell(
    value: str,
    row: Sequence[str],
    column: Sequence[str],
    page: int = 7,
    dose: bool = True,
    within: bool = False,
) -> TruthCell:
    """Make a truth cell."""
    return TruthCell(page, tuple(row), tuple(column), value, dose, within)


def fates(truth: TruthTable, *tables: Table) -> list[Fate]:
    """Return what became of each cell of the truth in these tables."""
    return [verdict.fate for verdict in judge_table(truth, tables)]


def test_every_cell_of_a_table_read_well_is_right() -> None:
    verdicts = judge_table(make_truth(), [make_dose_table()])
    result = score(verdicts)
    assert [verdict.fate for verdict in verdicts] == ["right"] * 4
    assert result.found == result.right == result.dose_found == result.dose_right == Share(4, 4)


def test_values_in_the_neighbouring_row_are_found_and_not_right() -> None:
    table = make_table(
        make_row(("4-7 kg", [WEIGHT]), ("3", RHZ), ("4", ETHAMBUTOL), group=["Children"]),
        make_row(("8-11 kg", [WEIGHT]), ("1", RHZ), ("2", ETHAMBUTOL), group=["Children"]),
    )
    verdicts = judge_table(make_truth(), [table])
    assert score(verdicts).found == Share(4, 4)
    assert score(verdicts).right == Share(0, 4)
    assert verdicts[0].instead == ("Intensive phase > RHZ | Children > 8-11 kg | 1",)


def test_values_under_the_wrong_heading_are_found_and_not_right() -> None:
    table = make_table(
        make_row(("4-7 kg", [WEIGHT]), ("1", ETHAMBUTOL), ("2", RHZ), group=["Children"]),
        make_row(("8-11 kg", [WEIGHT]), ("3", RHZ), ("4", ETHAMBUTOL), group=["Children"]),
    )
    assert fates(make_truth(), table) == ["misplaced", "misplaced", "right", "right"]


def test_cells_run_into_one_are_missing() -> None:
    table = make_table(
        make_row(("4-7 kg", [WEIGHT]), ("1 2", [PHASE, "RHZ E"]), group=["Children"]),
        make_row(("8-11 kg", [WEIGHT]), ("3", RHZ), ("4", ETHAMBUTOL), group=["Children"]),
    )
    verdicts = judge_table(make_truth(), [table])
    assert [verdict.fate for verdict in verdicts] == ["missing", "missing", "right", "right"]
    assert verdicts[0].instead == ("Intensive phase > RHZ E | Children > 4-7 kg | 1 2",)


def test_rows_run_into_one_are_missing() -> None:
    table = make_table(
        make_row(("4-7 kg 8-11 kg", [WEIGHT]), ("1 3", RHZ), ("2 4", ETHAMBUTOL), group=["Children"]),
    )
    assert fates(make_truth(), table) == ["missing"] * 4


def test_three_with_note_three_read_as_thirty_three_is_missing() -> None:
    truth = make_truth(make_truth_cell("3³", ["4-7 kg"], RHZ))
    glued = make_table(make_row(("4-7 kg", [WEIGHT]), ("33", RHZ)))
    apart = make_table(make_row(("4-7 kg", [WEIGHT]), ("3 [3]", RHZ)))
    without = make_table(make_row(("4-7 kg", [WEIGHT]), ("3", RHZ)))
    assert [fates(truth, table) for table in (glued, apart, without)] == [["missing"], ["right"], ["right"]]


def test_thirty_three_read_as_three_is_missing() -> None:
    table = make_table(make_row(("4-7 kg", [WEIGHT]), ("3³", RHZ)))
    assert fates(make_truth(make_truth_cell("33", ["4-7 kg"], RHZ)), table) == ["missing"]


def test_a_row_out_of_its_group_is_not_right() -> None:
    table = make_table(
        make_row(("4-7 kg", [WEIGHT]), ("1", RHZ), ("2", ETHAMBUTOL), group=["Adults"]),
        make_row(("8-11 kg", [WEIGHT]), ("3", RHZ), ("4", ETHAMBUTOL)),
    )
    assert fates(make_truth(), table) == ["misplaced"] * 4


def test_a_group_may_stand_as_the_first_cell_of_its_rows() -> None:
    table = make_table(
        make_row(("Children", ["Group"]), ("4-7 kg", [WEIGHT]), ("1", RHZ), ("2", ETHAMBUTOL)),
        make_row(("Children", ["Group"]), ("8-11 kg", [WEIGHT]), ("3", RHZ), ("4", ETHAMBUTOL)),
    )
    assert fates(make_truth(), table) == ["right"] * 4


def test_headings_of_a_row_must_be_in_one_row() -> None:
    table = make_table(make_row(("Children", ["Group"]), ("", RHZ)), make_row(("4-7 kg", [WEIGHT]), ("1", RHZ)))
    assert fates(make_truth(make_truth_cell("1", ["Children", "4-7 kg"], RHZ)), table) == ["misplaced"]


def test_only_rows_of_the_page_count() -> None:
    truth = make_truth(make_truth_cell("1", ["4-7 kg"], RHZ), make_truth_cell("3", ["8-11 kg"], RHZ, page=8))
    table = make_table(
        make_row(("4-7 kg", [WEIGHT]), ("1", RHZ), page=8),
        make_row(("8-11 kg", [WEIGHT]), ("3", RHZ), page=8),
    )
    assert fates(truth, table) == ["missing", "right"]


def test_a_value_does_not_name_its_own_row() -> None:
    truth = make_truth(make_truth_cell("400 mg", ["400 mg"], ["Dose"]))
    assert fates(truth, make_table(make_row(("400 mg", ["Dose"]), ("1 year", ["Time"])))) == ["misplaced"]
    assert fates(truth, make_table(make_row(("400 mg", ["Product"]), ("400 mg", ["Dose"])))) == ["right"]


def test_an_item_of_a_longer_cell_counts_if_it_is_whole() -> None:
    truth = make_truth(
        make_truth_cell("Child: 10 mg/kg every 6 hours", [], ["TREATMENT"], within=True),
        make_truth_cell("ampicillin 2-3 g IV", [], ["TREATMENT"], within=True),
    )
    long = "▸ Vancomycin 500 mg - Child: 10 mg/ kg every 6 hours - Or ampicillin 2- 3 g IV"
    cut = "▸ Vancomycin 500 mg Child: 10 mg/kg H every 6 hours Or ampicillin 12-3 g IV"
    assert fates(truth, make_table(make_row((long, ["TREATMENT"]), ("H", ["LOC"])))) == ["right", "right"]
    assert fates(truth, make_table(make_row((cut, ["TREATMENT"]), ("", ["LOC"])))) == ["missing", "missing"]


@pytest.mark.parametrize(
    ("truth", "found"),
    [
        ("4-6 mg/kg daily", "4–6 mg / kg daily"),
        ("1200-1600mg", "1200-1600 mg"),
        ("INJECTION SITE", "Injec-tion site"),
        ("broad- spectrum", "broad-spectrum"),
        ("0 - 12 months - Incidence", "0-12 months – Incidence"),
        ("200mg/m² or", "200mg/m2 or"),
        ("40 mg *", "40 mg"),
        ("40 mg *", "40 mg*"),
        ("10ᵃ to < 25 3.75", "10 a to <25 3.75"),
        ("10ᵃ to < 25 3.75", "10 to < 25 3.75"),
        ("⊕⊙⊙⊙ Very low¹,²", "\uf0a1 Very low (1,2)"),
        ("○ Yes ○ No", "Yes No"),
        ("Moderate¹", "Moderate¹"),
        ("Moderate¹", "Moderate"),
        ("Very low¹,²", "Very low¹,²"),
        ("≥ 35", "≥35"),
        ("client’s age", "client's age"),
    ],
)
def test_what_may_differ(truth: str, found: str) -> None:
    assert same_text(truth, found)


@pytest.mark.parametrize(
    ("truth", "found"),
    [
        ("4-6 mg/kg", "46 mg/kg"),
        ("12.5", "12,5"),
        ("12.5", "125"),
        ("130 784", "130784"),
        ("25 3.75", "253.75"),
        ("≥ 35", "35"),
        ("< 33 kg", "> 33 kg"),
        ("10ᵃ to < 25", "10a to < 25"),
        ("Moderate¹", "Moderate1"),
        ("Moderate¹", "Moderate [2]"),
        ("Moderate¹", "Moderate²"),
        ("600 mg", "600² mg"),
        ("35", "3⁵"),
        ("3", "3⁵"),
        ("Very low²", "Veryˡᵒʷ²"),
        ("3 tablets", "3 tablet"),
        ("200mg/m²", "200mg/m"),
    ],
)
def test_what_may_not_differ(truth: str, found: str) -> None:
    assert not same_text(truth, found)


@pytest.mark.parametrize(
    ("truth", "found"),
    [
        ("5mg once", "2.5mg once"),
        ("20 mg", "10-20 mg"),
        ("1 g", "11 g"),
        ("up to 14", "up to 140"),
        ("up to 14", "up to 14-21 days"),
        ("statin", "atorvastatin"),
        ("H", "HC4"),
    ],
)
def test_a_piece_of_a_word_number_or_range_is_no_item(truth: str, found: str) -> None:
    assert not holds_text(truth, found)
    assert holds_text(truth, f"{found} {truth}")


def test_header_paths() -> None:
    caption = "Table 2. Weight class and dose"
    truth = ("Weight class", "33-50 kg")
    assert same_path(truth, ("Weight class", "33-50 kg"), "")
    assert same_path(truth, ("Adults", "Weight class", "All", "33-50 kg"), "")
    assert same_path(truth, ("Weight class 33-50 kg",), "")
    assert same_path(truth, ("33-50 kg",), caption)
    assert same_path(("Comparator No treatment",), ("Comparator", "No treatment"), "")
    assert same_path((), ("anything",), "")
    assert not same_path(truth, ("33-50 kg",), "Table 2. Doses")
    assert not same_path(truth, ("Weight class", "33-50 kg", "51-70 kg"), "")
    assert not same_path(truth, ("Weight class", "51-70 kg"), "")
    assert not same_path(truth, ("33-50 kg", "Weight class"), "")
    assert not same_path(truth, (), caption)


def test_wilson_interval() -> None:
    assert Share(45, 50).interval == pytest.approx((0.7864, 0.9565), abs=1e-4)
    assert Share(0, 20).interval == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert Share(20, 20).interval == pytest.approx((0.8389, 1.0), abs=1e-4)
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(0, 0).value == 0.0


def test_scores_of_styles_and_files(capsys: pytest.CaptureFixture[str]) -> None:
    table = make_table(make_row(("4-7 kg", [WEIGHT]), ("1", RHZ), ("2", RHZ), group=["Children"]))
    verdicts = judge_table(make_truth(), [table])
    scores = group_scores(verdicts)
    assert scores["all"] == scores["all but term-list"] == scores["style ruled"] == scores["file doses.pdf"]
    assert (scores["all"].found, scores["all"].right) == (Share(2, 4), Share(1, 4))
    assert scores["style landscape"].right == scores["style term-list"].right == Share(0, 0)
    print_scores({"all": scores["all"]})
    print_miss(verdicts[1])
    print_miss(verdicts[3])
    printed = capsys.readouterr().out
    assert "0.500 2/4 (0.150-0.850)" in printed
    assert "misplaced dose: doses.pdf page 7: Intensive phase > E | Children > 4-7 kg | 2³\n" in printed
    assert "    found Intensive phase > RHZ | Children > 4-7 kg | 2\n" in printed
    assert printed.endswith("Intensive phase > E | Children > 8-11 kg | 4\n    found nothing\n")


def test_the_command_refuses_a_folder_without_the_guidelines(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [str(tmp_path), "--json"])
    assert result.exit_code == 1
    assert "has no cdc_outpatient_ipc_guide_2016.pdf, " in result.output


def test_a_ruled_table_is_read_from_its_pdf_and_scored(tmp_path: Path) -> None:
    draw_table(tmp_path / "doses.pdf", [["Weight", "Tablets"], ["4-7 kg", "1"], ["8-11 kg", "2"], ["12-15 kg", "3"]])
    cells = (
        make_truth_cell("1", ["4-7 kg"], ["Tablets"], page=1),
        make_truth_cell("2", ["8-11 kg"], ["Tablets"], page=1),
        make_truth_cell("2", ["12-15 kg"], ["Tablets"], page=1),
        make_truth_cell("33", ["12-15 kg"], ["Tablets"], page=1),
    )
    verdicts = judge_folder([TruthTable("doses.pdf", "doses", 1, "", ("ruled",), cells)], tmp_path)
    assert [verdict.fate for verdict in verdicts] == ["right", "right", "misplaced", "missing"]


def draw_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write a PDF of one page with a line of text and, below it, a table with lines between all cells."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, A4[1] - 72, "Give the child these tablets every day for two months.")
    top, height, width = A4[1] - 120, 24, 150
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            canvas.drawString(80 + column * width, top - at * height - 16, text)
    canvas.grid(
        [72 + column * width for column in range(len(rows[0]) + 1)],
        [top - at * height for at in range(len(rows) + 1)],
    )
    canvas.save()
