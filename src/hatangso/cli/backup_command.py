"""The commands that keep a province in one file, and make a province of it."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Bars, Output
from hatangso.cli.options import Directory, Lang, now
from hatangso.workflows.backup import restore_backup, write_backup

__all__ = ["backup", "restore"]


def backup(
    directory: Directory,
    *,
    to: Annotated[Path, typer.Option(help="Tệp ZIP sẽ ghi (ZIP file to write).")],
    language: Lang,
) -> None:
    """Sao lưu một tỉnh vào một tệp ZIP (keep all of a province in one ZIP file)."""
    out = Output(language, is_json=False)
    with out.errors_shown(), Bars(out) as progress:
        made = write_backup(directory, to, at=now(), progress=progress)
    out.say("{count} files are kept in {path}", count=len(made.files), path=to)


def restore(
    backup: Annotated[Path, typer.Argument(help="Bản sao lưu (the ZIP file).")],
    *,
    into: Annotated[Path, typer.Option(help="Thư mục mới sẽ tạo (directory to make).")],
    register: Annotated[
        str,
        typer.Option(
            help="Địa chỉ cơ sở dữ liệu PostgreSQL trống (address of an empty"
            " PostgreSQL database)."
        ),
    ] = "",
    language: Lang,
) -> None:
    """Khôi phục một tỉnh từ bản sao lưu (make a province of a backup)."""
    out = Output(language, is_json=False)
    with out.errors_shown():
        made = restore_backup(backup, into, register=register)
    out.say(
        "{directory} is the province as it was at {at}; serve it with: hatangso serve"
        " {directory}",
        directory=into,
        at=f"{made.made_at:%H:%M %d/%m/%Y} UTC",
    )
