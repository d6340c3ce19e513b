"""The command that writes workbooks for others to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output, default_language
from hatangso.cli.options import Json, now
from hatangso.language import Language
from hatangso.workflows.register.register_export import write_kind_templates

__all__ = ["template"]


def template(
    kinds: Annotated[
        list[str],
        typer.Argument(help="Loại bản ghi (kinds): site, service, locality …"),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Tệp .xlsx cần ghi (the workbook).")
    ] = Path("template.xlsx"),
    *,
    province: Annotated[
        str,
        typer.Option(help="Mã tỉnh để chọn xã từ danh sách (code of the province)."),
    ] = "",
    as_json: Json = False,
    language: Annotated[
        Language,
        typer.Option(
            "--language",
            help="Ngôn ngữ (language): vi, en.",
            default_factory=default_language,
        ),
    ],
) -> None:
    """Tạo biểu mẫu để nơi khác điền (write a workbook for others to fill in)."""
    out = Output(language, as_json)
    with out.errors_shown():
        today = now().date()
        path = write_kind_templates(
            kinds, output, province=province, today=today, language=language
        )
        out.say("The template is in {path}.", path=path)
        out.finish({"template": path})
