"""The packs hold every figure that the press printed, each once, with its document."""

import csv
from pathlib import Path

import pytest

from hatangso.packs.catalogue import pack_directory

GOLDEN = Path(__file__).parents[1] / "golden" / "standings" / "printed_figures.csv"
PACKS = {
    "Bắc Giang": "bac_giang",
    "Bắc Kạn": "bac_kan",
    "Nam Định": "nam_dinh",
    "Thái Nguyên": "thai_nguyen",
}
AS_PRINTED = ("comparator", "value", "unit", "kind", "period")
# Figures that the articles quote from a document: the document set them.
SET_BY = {
    "bac-kan-ke-hoach-2023": range(1, 21),
    "bac-kan-qd-1132-2024": range(40, 56),
    "nam-dinh-kh-137-2024": range(111, 126),
    "thai-nguyen-de-an-2024": (*range(141, 144), *range(156, 165)),
    "thai-nguyen-nq-01": (145,),
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def shipped() -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Return every figure of every pack with its province, by identifier."""
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for province, key in PACKS.items():
        for row in rows(pack_directory(key) / "figures.csv"):
            found.setdefault(row["id"], []).append((province, row))
    return found


def as_printed(row: dict[str, str]) -> tuple[object, ...]:
    return tuple(
        float(row[name]) if name == "value" else row[name] for name in AS_PRINTED
    )


def test_the_press_printed_one_hundred_and_sixty_four_figures() -> None:
    printed = [row["id"] for row in rows(GOLDEN)]
    assert printed == [f"I{number:03d}" for number in range(1, 165)]


def test_every_printed_figure_is_shipped_exactly_once_as_it_was_printed() -> None:
    found = shipped()
    told = {name: [(p, as_printed(row)) for p, row in found[name]] for name in found}
    for row in rows(GOLDEN):
        assert told.pop(row["id"]) == [(row["province"], as_printed(row))]
    # What is left was taken from other public pages, and says so by its name.
    assert all(name.startswith("T") for name in told)


def test_every_figure_names_the_document_that_set_or_printed_it() -> None:
    found = shipped()
    setters = {f"I{n:03d}": name for name, span in SET_BY.items() for n in span}
    for row in rows(GOLDEN):
        [(_, figure)] = found[row["id"]]
        assert figure["document"] == setters.get(row["id"], row["article"])


@pytest.mark.parametrize("key", PACKS.values())
def test_every_document_that_a_figure_names_exists(key: str) -> None:
    documents = {row["id"]: row for row in rows(pack_directory(key) / "documents.csv")}
    for figure in rows(pack_directory(key) / "figures.csv"):
        document = documents[figure["document"]]
        assert document["title_vi"]
        assert document["title_en"]
        assert document["issuer"]
