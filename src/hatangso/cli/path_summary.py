"""What the study of a path found, as sentences and a table for a person."""

from rich.console import Console
from rich.table import Table

from hatangso.cli.console import Output
from hatangso.documents.path_sheet import BudgetRow
from hatangso.errors import Message
from hatangso.language import as_sentence, format_number, translate
from hatangso.workflows.path_sheets import (
    MODEL_NAMES,
    budget_rows,
    needed_sentences,
    path_sentences,
    synthetic_sentences,
)
from hatangso.workflows.path_study import PathStudy

__all__ = ["say_path"]


def say_path(out: Output, study: PathStudy) -> None:
    """Say what stands in a path, what the models make of it, and what it would take."""
    if out.is_json:
        return
    out.show_findings(study.findings)
    first, *others = path_sentences(study)
    _say(out, first)
    _show_table(out, study)
    for sentence in (
        *others,
        *needed_sentences(study),
        *study.notes,
        *synthetic_sentences(study),
    ):
        _say(out, sentence)


def _say(out: Output, sentence: Message) -> None:
    out.say("{note}", note=as_sentence(translate(sentence, out.language)))


def _show_table(out: Output, study: PathStudy) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for model in study.models:
        table.add_column(MODEL_NAMES[model], justify="right")
    for row in budget_rows(study):
        style = "bold" if row.is_total else None
        cells = [_cell(row, value, out) for value in row.values]
        table.add_row(translate(row.label, out.language), *cells, style=style)
    Console(highlight=False).print(table)


def _cell(row: BudgetRow, value: float | None, out: Output) -> str:
    if value is None:
        return "\N{EN DASH}"
    return f"{format_number(value, 1, out.language)} {row.unit}"
