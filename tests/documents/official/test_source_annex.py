"""The last annex tells where every number of a document comes from."""

from dataclasses import replace

from document_samples import long_document, number, sheets_document, titled_document
from hatangso.documents.official.blocks import Paragraph, Table
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.source_annex import SOURCES_TITLE, with_sources
from hatangso.documents.official.traces import traced_numbers
from hatangso.model.provenance import Reality


def _tables(document: OfficialDocument) -> dict[str, Table]:
    annex = document.annexes[-1]
    assert annex.title == SOURCES_TITLE
    return {one.name: one for one in annex.blocks if isinstance(one, Table)}


def _texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(str(*cell) for cell in row.cells) for row in table.rows]


def test_every_number_stands_in_the_annex_with_its_source() -> None:
    document = replace(titled_document(), annexes=())
    (table,) = _tables(with_sources(document)).values()
    known = [one for one in traced_numbers(document) if one.value is not None]
    (source,), *rows = _texts(table)
    assert source == "Nguồn: Biểu mẫu thử"
    assert len(rows) == len(known)
    assert rows[0] == (
        "1",
        "Số liệu mẫu village_4g_ratio:province:2026",
        "96,4\xa0%",
        "2026",
        "Thực tế",
    )


def test_what_nobody_knows_has_no_source_and_what_is_simulated_says_so() -> None:
    blocks = (
        Paragraph(
            (number("a", None, "hộ"), number("b", 1, reality=Reality.SYNTHETIC)),
        ),
    )
    document = replace(sheets_document(), blocks=blocks)
    (table,) = _tables(with_sources(document)).values()
    _, *rows = _texts(table)
    assert [row[-1] for row in rows] == ["Mô phỏng"]


def test_the_annex_adds_no_numbers_of_its_own() -> None:
    document = titled_document()
    assert traced_numbers(with_sources(document)) == traced_numbers(document)
    assert with_sources(with_sources(document)) == with_sources(document)


def test_a_document_without_numbers_stays_as_it_is() -> None:
    document = replace(sheets_document(), blocks=())
    assert with_sources(document) is document


def test_numbers_of_long_annexes_are_counted_by_source() -> None:
    document = long_document(3_000)
    tables = _tables(with_sources(document))
    assert len(tables["nguon_so_lieu"].rows) <= 60
    (row,) = _texts(tables["nguon_cua_bang"])
    assert row[-1] == "3.000"
    assert "3.000 số liệu" in tables["nguon_cua_bang"].note
