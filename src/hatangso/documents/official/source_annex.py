"""The last annex of a document: every number with its period and source."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hatangso.documents.official.blocks import (
    Block,
    Column,
    ColumnKind,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.official_document import Annex, OfficialDocument
from hatangso.documents.official.spans import TracedNumber
from hatangso.documents.official.traces import traced_numbers
from hatangso.language import format_number
from hatangso.model.provenance import Reality

__all__ = ["REALITY_WORDS", "SOURCES_TITLE", "with_sources"]

SOURCES_TITLE = "NGUỒN SỐ LIỆU"
REALITY_WORDS = {
    Reality.REAL: "Thực tế",
    Reality.DERIVED: "Suy ra",
    Reality.SYNTHETIC: "Mô phỏng",
}
"""What a reader is told of how much a number may be trusted."""

# Two or three pages: a longer list is looked up in the workbook, not read on paper.
_MOST_LISTED = 60
_UNNAMED = "không nêu"
_ORDINAL = Column("stt", "STT", ColumnKind.ORDINAL, width=0.6)
_PERIOD = Column("ky", "Kỳ", width=1.2)
_SOURCE = Column("nguon", "Nguồn", width=3.4)
_REALITY = Column("loai", "Loại số liệu", width=1.1)
_NUMBER_COLUMNS = (
    _ORDINAL,
    Column("so_lieu", "Số liệu", width=5.0),
    Column("gia_tri", "Giá trị", width=1.6),
    _PERIOD,
    _REALITY,
)
_SOURCE_COLUMNS = (
    _ORDINAL,
    _SOURCE,
    _PERIOD,
    _REALITY,
    Column("so_luong", "Số lượng số liệu", ColumnKind.NUMBER, width=1.2),
)
_NOTE = (
    "Ghi chú: “Thực tế” là số liệu được báo cáo hoặc đo; “Suy ra” là số liệu tính từ số"
    " liệu thực tế; “Mô phỏng” là số liệu giả định, không dùng để ra quyết định."
)


def with_sources(document: OfficialDocument) -> OfficialDocument:
    """Return a document with the annex of its sources; one without numbers as it is.

    A document of many numbers lists those of its text; those of its annexes, then of
    all its tables, are counted by source. A workbook lists all by itself. What nobody
    knows has no source, and is left out.
    """
    numbers = tuple(one for one in traced_numbers(document) if one.value is not None)
    if not numbers or any(one.title == SOURCES_TITLE for one in document.annexes):
        return document
    listed = _listed(document, numbers)
    known = {one.key for one in listed}
    counted = [one for one in numbers if one.key not in known]
    tables: list[Block] = []
    if listed:
        note = "" if counted else _NOTE
        tables.append(replace(_table_of_numbers(listed), note=note))
    if counted:
        where = "các bảng" if listed else "văn bản"
        tables.append(_table_of_sources(counted, f"Nguồn của số liệu trong {where}"))
    annex = Annex(SOURCES_TITLE, tuple(tables))
    return replace(document, annexes=(*document.annexes, annex))


def _listed(
    document: OfficialDocument, numbers: tuple[TracedNumber, ...]
) -> tuple[TracedNumber, ...]:
    """Return the numbers that are listed one by one."""
    if len(numbers) <= _MOST_LISTED:
        return numbers
    text = replace(document, annexes=())
    blocks = tuple(block for block in text.blocks if not isinstance(block, Table))
    for part in (text, replace(text, blocks=blocks)):
        found = {one.key for one in traced_numbers(part)}
        if len(found) <= _MOST_LISTED:
            return tuple(one for one in numbers if one.key in found)
    return ()


def _table_of_numbers(numbers: Sequence[TracedNumber]) -> Table:
    """Return the numbers below their sources, each source said once."""
    sources = dict.fromkeys(one.source for one in numbers)
    rows: list[Row] = []
    at = 0
    for source in sources:
        rows.append(Row(((f"Nguồn: {source or _UNNAMED}",),), RowRole.GROUP))
        for one in numbers:
            if one.source == source:
                at += 1
                word = _word_of(one.reality)
                rows.append(_row(at, one.label, _printed(one), one.period, word))
    caption = "Nguồn của từng số liệu"
    return Table("nguon_so_lieu", caption, _NUMBER_COLUMNS, tuple(rows))


def _table_of_sources(numbers: Sequence[TracedNumber], caption: str) -> Table:
    found = Counter((one.source, one.period, one.reality) for one in numbers)
    rows = tuple(
        _row(at, source or _UNNAMED, period, _word_of(reality), format_number(count))
        for at, ((source, period, reality), count) in enumerate(found.items(), 1)
    )
    note = (
        f"{_NOTE} {format_number(len(numbers))} số liệu này được liệt kê từng số trong"
        " tệp bảng tính (.xlsx) của văn bản và trong hồ sơ số liệu kèm theo tệp."
    )
    return Table(
        "nguon_cua_bang",
        caption,
        _SOURCE_COLUMNS,
        rows,
        note,
    )


def _row(at: int, *cells: str) -> Row:
    return Row(((str(at),), *((cell,) for cell in cells)))


def _printed(number: TracedNumber) -> str:
    """Return a number with its unit, wherever it stands in the document."""
    if number.value is None or not number.unit or number.text.endswith(number.unit):
        return number.text
    return f"{number.text}\N{NO-BREAK SPACE}{number.unit}"


def _word_of(reality: Reality) -> str:
    return REALITY_WORDS[reality]
