"""The command that says where every target of a province stands."""

import csv
import sys
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang
from hatangso.cli.target_summary import say_targets
from hatangso.errors import InvalidInputError
from hatangso.model.indicator import Outlook
from hatangso.workflows.target_remarks import COMPONENTS
from hatangso.workflows.target_table import TARGET_COLUMNS, target_table
from hatangso.workflows.targets import ProvinceTargets, TargetStanding, targets_of

__all__ = ["OutputFormat", "targets"]


class OutputFormat(StrEnum):
    """How a command prints its answer."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def targets(
    directory: Directory,
    *,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%d/%m/%Y", "%Y-%m-%d"],
            help="Ngày đánh giá (day of the judgement); mặc định: ngày của số liệu.",
        ),
    ] = None,
    component: Annotated[
        list[str] | None,
        typer.Option(
            help="Chỉ các phần này (only these parts of the plan):"
            " VT, TTDL, CNS, NTS, SD, QT, XH."
        ),
    ] = None,
    status: Annotated[
        list[Outlook] | None,
        typer.Option(help="Chỉ các kết luận này (only these answers)."),
    ] = None,
    output_format: Annotated[
        OutputFormat,
        typer.Option("--format", help="Cách in (how to print)."),
    ] = OutputFormat.TEXT,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Chỉ tiêu nào đạt, nguy cơ, không đạt (where every target stands)."""
    out = Output(language, as_json or output_format is OutputFormat.JSON)
    with out.errors_shown():
        chosen = _components(component or [])
        found = targets_of(directory, as_of=on.date() if on else None)
        found = found.only(components=chosen, outlooks=status or [])
        if out.is_json:
            out.finish(_content(found))
        elif output_format is OutputFormat.CSV:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerows([TARGET_COLUMNS, *target_table(found)])
        else:
            say_targets(out, found)


def _components(told: list[str]) -> list[str]:
    """Return codes of parts of the plan, in capitals.

    Raises:
        InvalidInputError: A code is unknown.
    """
    codes = [code.upper() for code in told]
    wrong = sorted(set(codes) - set(filter(None, COMPONENTS)))
    if wrong:
        raise InvalidInputError(
            "no part of the plan is called {names}; write one of: {known}",
            names=", ".join(wrong),
            known=", ".join(filter(None, COMPONENTS)),
        )
    return codes


def _content(found: ProvinceTargets) -> dict[str, object]:
    """Return what a machine gets: every target with its evidence, and the counts."""
    return {
        "targets": {
            "name_vi": found.name_vi,
            "name_en": found.name_en,
            "as_of": found.as_of,
            "standings": [_row(one) for one in found.standings],
            "findings": found.findings,
            "computed_missing": found.computed_missing,
        },
        "counts": found.counts,
        "counts_by_component": found.counts_by_component,
    }


def _row(standing: TargetStanding) -> dict[str, object]:
    """Return a standing with what follows from its parts."""
    told = {field.name: getattr(standing, field.name) for field in fields(standing)}
    return {
        **told,
        "component": standing.component,
        "is_national": standing.is_national,
        "notes": standing.notes,
    }
