"""The command that holds a document against the data of today."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.documents.province_facts import ReadFacts
from hatangso.workflows.documents.recheck import Recheck
from hatangso.workflows.documents.recheck import recheck as checked_again

__all__ = ["recheck"]


def recheck(
    file: Annotated[
        Path, typer.Argument(help="Văn bản đã lập (a document): .docx, .pdf, .xlsx.")
    ],
    directory: Directory,
    *,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Số liệu nào của văn bản đã thay đổi (what has changed since a document)."""
    out = Output(language, as_json)
    with out.errors_shown():
        facts = ReadFacts(directory)
        found = checked_again(
            facts, file.read_bytes(), today=now().astimezone(VIETNAM_TIME).date()
        )
        _say(out, found)
        out.finish(
            {
                "holds": found.holds,
                "sentences": (found.sentence, *found.more),
                "made_on": found.record.made_on,
                "recheck": found,
            }
        )


def _say(out: Output, found: Recheck) -> None:
    for sentence in (found.sentence, *found.more):
        out.say(sentence.text, **sentence.values)
