"""Options that many commands have, each said once."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import default_language
from hatangso.language import Language

__all__ = ["ClusterAddress", "Directory", "Json", "Lang", "WorkerCount", "now"]

Directory = Annotated[
    Path,
    typer.Argument(help="Thư mục dữ liệu của tỉnh (the province directory)."),
]
Json = Annotated[
    bool, typer.Option("--json", help="In kết quả cho máy đọc (print JSON).")
]
Lang = Annotated[
    Language,
    typer.Option(
        "--language",
        help="Ngôn ngữ của thông báo (language of the messages): vi, en.",
        default_factory=default_language,
    ),
]
WorkerCount = Annotated[
    int, typer.Option("--workers", min=1, help="Số tiến trình tính (processes).")
]
ClusterAddress = Annotated[
    str,
    typer.Option(
        "--cluster",
        help="Địa chỉ cụm Dask (address of a Dask scheduler): tcp://host:8786.",
    ),
]


def now() -> datetime:
    """Return the time: only the command line reads the clock."""
    return datetime.now(tz=UTC)  # noqa: TID251 - as the docstring says
