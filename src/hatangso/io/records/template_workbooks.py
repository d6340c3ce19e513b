"""Empty workbooks in which others send their records."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from hatangso.io.records.kind_workbooks import KindWorkbook
from hatangso.language.sentences import Language
from hatangso.model.record_kind import RecordKind

__all__ = ["write_template", "write_templates"]


def write_template(
    path: Path,
    kind: RecordKind,
    *,
    language: Language = Language.VI,
    choices_of_units: Mapping[str, str] | None = None,
) -> None:
    """Write the template workbook of one kind.

    Args:
        path: The file; an existing one is replaced.
        kind: Whose records are asked for.
        language: Of labels, choices and help; comments tell the other one.
        choices_of_units: Names of communes by code, to choose from.
    """
    write_templates(path, [kind], language=language, choices_of_units=choices_of_units)


def write_templates(
    path: Path,
    kinds: Sequence[RecordKind],
    *,
    language: Language = Language.VI,
    choices_of_units: Mapping[str, str] | None = None,
) -> None:
    """Write one template workbook with a sheet for each of several kinds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with KindWorkbook(path, language, choices_of_units) as workbook:
        for kind in kinds:
            workbook.add_kind(kind)
