"""The command that takes other people's files into the register."""

import re
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.actor_options import (
    ActorName,
    ActorOperator,
    ActorRole,
    ActorUnits,
    actor_of,
)
from hatangso.cli.console import Output
from hatangso.cli.exit_codes import exit_code
from hatangso.cli.import_summary import say_outcome, say_seen
from hatangso.cli.options import Json, Lang, now
from hatangso.errors import InvalidInputError
from hatangso.io.records.told_values import TOLD
from hatangso.model.record import Role
from hatangso.workflows.register.import_request import ImportRequest, import_file

__all__ = ["answers_of", "import_files", "rows_of"]

_ROWS = re.compile(r"(?:(?P<sheet>.+)!)?(?P<first>\d{1,7})(?:-(?P<last>\d{1,7}))?")


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Tệp cần nhập (files): .xlsx .xls .ods .csv .tsv, shapefile .zip,"
            " .gpkg .geojson .kml .kmz, .tif .hgt."
        ),
    ],
    into: Annotated[
        Path,
        typer.Option("--into", help="Thư mục dữ liệu của tỉnh (province directory)."),
    ],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ xem trước (write nothing).")
    ] = False,
    kind: Annotated[
        str, typer.Option(help="Loại bản ghi nếu tệp không nói rõ (kind of records).")
    ] = "",
    sender: Annotated[
        str,
        typer.Option(help="Bên gửi: câu trả lời được nhớ cho lần sau (who sent it)."),
    ] = "",
    answer: Annotated[
        list[str] | None,
        typer.Option(help="Trả lời câu hỏi (an answer): KEY=VALUE; lặp lại được."),
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            help="Giá trị chung của cả tệp (a value of the whole file):"
            " FIELD=VALUE, ví dụ commune_code=01840; lặp lại được."
        ),
    ] = None,
    rows: Annotated[
        str, typer.Option(help="Chỉ nhập các dòng này (rows): 5-20,33, Sheet1!5-9.")
    ] = "",
    skip_errors: Annotated[
        bool,
        typer.Option("--skip-errors", help="Bỏ qua dòng có lỗi (leave them out)."),
    ] = False,
    reason: Annotated[str, typer.Option(help="Lý do nhập (why).")] = "",
    name: ActorName = "",
    role: ActorRole = Role.DEPARTMENT,
    unit: ActorUnits = None,
    operator: ActorOperator = "",
    as_json: Json = False,
    language: Lang,
) -> None:
    """Nhập tệp vào sổ đăng ký hạ tầng (take files into the register)."""
    out = Output(language, as_json)
    with out.errors_shown():
        actor = actor_of(name, role, unit, operator)
        request = ImportRequest(
            is_dry_run=dry_run,
            kind=kind,
            sender=sender,
            answers={
                **answers_of(answer or []),
                **answers_of([f"{TOLD}{one}" for one in value or []]),
            },
            rows=rows_of(rows),
            skips_errors=skip_errors,
            reason=reason,
        )
        outcomes = []
        for file in files:
            moment = now()
            outcome = import_file(
                into,
                file,
                request,
                actor=actor,
                now=moment,
                seen=lambda seen: say_seen(out, seen),
            )
            say_outcome(out, outcome, into)
            outcomes.append(outcome)
        out.finish({"imports": outcomes})
        refused = [one.refusal for one in outcomes if one.refusal is not None]
        if refused:
            # A script learns from a look what it would learn from the import.
            raise typer.Exit(exit_code(refused[0]))


def answers_of(texts: list[str]) -> dict[str, str]:
    """Return answers that were typed as ``KEY=VALUE``.

    Raises:
        InvalidInputError: One of them has no ``=``.
    """
    answers = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign or not key:
            raise InvalidInputError(
                '"{text}" is no answer: write KEY=VALUE, as the question shows it',
                text=text,
            )
        answers[key.strip()] = value.strip()
    return answers


def rows_of(text: str) -> frozenset[tuple[str, int]] | None:
    """Return the rows that were typed as ``5-20,33`` or ``Sheet1!5-9``; None for all.

    Raises:
        InvalidInputError: A part is no row and no range of rows.

    >>> sorted(rows_of("5-6,Sheet1!9"))
    [('', 5), ('', 6), ('Sheet1', 9)]
    """
    if not text.strip():
        return None
    rows: set[tuple[str, int]] = set()
    for part in text.split(","):
        found = _ROWS.fullmatch(part.strip())
        if found is None:
            raise InvalidInputError(
                '"{text}" names no rows: write them like 5-20,33 or Sheet1!5-9',
                text=part,
            )
        last = int(found["last"] or found["first"])
        rows.update(
            (found["sheet"] or "", row) for row in range(int(found["first"]), last + 1)
        )
    return frozenset(rows)
