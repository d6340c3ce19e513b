"""Printed figures and the documents that printed or set them."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from hatangso.errors import InvalidInputError
from hatangso.model.indicator import Comparator, Figure, FigureKind, IssuingDocument
from hatangso.packs.communes import normalised

__all__ = ["read_documents", "read_figures"]


def read_documents(key: str, used: Sequence[Figure]) -> tuple[IssuingDocument, ...]:
    """Return the documents of a province that its figures name."""
    names = {figure.document for figure in used}
    return tuple(
        IssuingDocument(
            id=raw["id"],
            title_vi=raw["title_vi"],
            title_en=raw["title_en"],
            issuer=raw["issuer"],
            issued=raw["issued"],
        )
        for raw in _content()["documents"]
        if raw["province"] == key and raw["id"] in names
    )


def read_figures(sources: Path, key: str, name_vi: str) -> tuple[Figure, ...]:
    """Return the figures of a province as they were printed, flags and notes kept.

    Raises:
        InvalidInputError: A number of the telecom facts cannot be found.
    """
    rows = _rows(sources / "figures" / "province_figures.csv")
    issuers = _issuers()
    notes = _content()["notes"]
    figures = [
        Figure(
            id=row["id"],
            indicator="",
            name_vi=normalised(row["indicator_vi"]),
            name_en=normalised(row["indicator_en"]),
            comparator=Comparator(row["comparator"]),
            value=float(row["value"]),
            unit=normalised(row["unit"]),
            kind=FigureKind(row["kind"]),
            period=normalised(row["period"]),
            document=issuers.get(row["id"], row["source"]),
            flag=row["flag"],
            note=notes.get(row["id"], normalised(row["note"])),
        )
        for row in rows
        if row["province"] == name_vi
    ]
    facts = _rows(sources / "statistics" / "telecom_facts.csv")
    chosen = (raw for raw in _content()["telecom"] if raw["province"] == key)
    return (*figures, *(_fact(raw, facts, name_vi) for raw in chosen))


def _fact(
    raw: Mapping[str, Any], facts: Sequence[Mapping[str, str]], name_vi: str
) -> Figure:
    values = {(f["province"], f["indicator"], f["as_of"]): f["value"] for f in facts}
    cell = values.get((name_vi, raw["printed"], raw["as_of"]))
    if cell is None:
        text = "telecom_facts.csv has no row {printed}: add it, or drop {id}"
        raise InvalidInputError(text, printed=raw["printed"], id=raw["id"])
    return Figure(
        id=raw["id"],
        indicator="",
        name_vi=raw["name_vi"],
        name_en=raw["name_en"],
        comparator=Comparator(raw["comparator"]),
        value=float(cell.split("/")[raw.get("part", 0)]),
        unit=raw["unit"],
        kind=FigureKind.ACTUAL,
        period=raw["as_of"],
        document=raw["document"],
        note=raw.get("note", ""),
    )


def _issuers() -> dict[str, str]:
    """Return the document that set each figure, by the figure's identifier."""
    issuers = {}
    for document in _content()["documents"]:
        for span in document.get("figures", ()):
            first, last = (int(end.removeprefix("I")) for end in span.split("-"))
            for number in range(first, last + 1):
                issuers[f"I{number:03d}"] = document["id"]
    return issuers


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _content() -> dict[str, Any]:
    file = resources.files("hatangso.packs") / "documents.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
