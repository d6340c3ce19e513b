"""The command that takes readings of sensors into a province directory."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.language import format_number, translate
from hatangso.workflows.sensor_readings import take_readings

__all__ = ["readings"]


def readings(
    directory: Directory,
    file: Annotated[
        Path,
        typer.Argument(
            help="Tệp CSV số đo: sensor_id,at,value (a CSV file of readings)."
        ),
    ],
    *,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Nhập số đo của cảm biến (take in what sensors said)."""
    out = Output(language, as_json)
    with out.errors_shown():
        taken = take_readings(directory, file, now=now())
        out.say(
            "{file}: {readings} readings of {sensors} sensors; {added} are new,"
            " {known} were known; {total} in all.",
            file=taken.file,
            readings=format_number(taken.readings_n, 0, out.language),
            sensors=format_number(len(taken.sensors), 0, out.language),
            added=format_number(taken.added_n, 0, out.language),
            known=format_number(taken.known_n, 0, out.language),
            total=format_number(taken.total_n, 0, out.language),
        )
        for note in taken.notes:
            out.show(translate(note, out.language))
        out.finish({"readings": taken})
