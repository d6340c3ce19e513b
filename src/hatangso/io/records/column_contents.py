"""What the cells of a column say about the field that it may fill."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from statistics import median

from hatangso.io.records.column_terms import COORDINATES, PARENT_UNIT, X_M, Y_M, joined
from hatangso.io.sheets.table_words import folded
from hatangso.model.raw_table import CellValue, RawTable
from hatangso.model.record_kind import Choice, Field, FieldType

__all__ = [
    "Contents",
    "contents_of",
    "degrees_axis",
    "pseudo_suits",
    "speaks_for",
    "suits",
]

_MOST_CELLS = 120
# How much of a text is looked at.
_BEGINNING = 80
_LEAST_TO_SPEAK, _MOST_OF_ALL = 3, 0.9
_NUMBER_TEXT = re.compile(
    r"(tren|duoi|hon|khoang|gan|tu|den|~|<|>|>=|<=|≥|≤)?\s*[+-]?\d[\d.,\s]*(e[+-]?\d+)?"
    r"\s*(trieu|nghin|ngan|ty|ti|%|m|km|ho|nguoi|dong|d|mbps|mb/s|kw|w|mhz|ghz)?"
    r"(\s*/\s*\d[\d.,]*)?"
)
_DATE_TEXT = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.*|(thang|quy|nam|q)\s*[\divx]+\s*[/-]?.*"
    r"|\d{1,2}/\d{4}|(19|20)\d\d|(het|cuoi|dau) (nam|quy|thang).*|(19|20)\d\d-q\d"
)
_ANGLE_TEXT = re.compile(r"[nsewbd]?\s*\d+\s*[°º*d ]\s*\d+\s*['\u2019\u2032 ].*")
_TWO_DECIMALS = re.compile(r"\d+[.,]\d{2,}\D+\d+[.,]\d{2,}")
_YES_NO = frozenset(
    {"co", "khong", "x", "yes", "no", "true", "false", "1", "0", "roi", "chua", "v",
     "da co", "chua co", "y", "n", "k", "c", "ko", "dung", "sai"}
)  # fmt: skip
_NUMBERS = (FieldType.WHOLE, FieldType.NUMBER, FieldType.MONEY)
_EXCEL_DAYS = (20_000, 60_000)
_YEARS = (1900, 2100)
_LON_DEG = (100.0, 112.0)
_LAT_DEG = (7.0, 25.0)
_EAST_M = (100_000.0, 900_000.0)
_NORTH_M = (850_000.0, 2_700_000.0)


@dataclass(frozen=True)
class Contents:
    """What was seen in a column.

    Attributes:
        count: Cells that hold something, of those looked at.
        numbers: Those that are numbers, also as text without doubt.
        number_ratio: Share of cells that are numbers.
        date_ratio: Share of cells that are dates or periods.
        text_ratio: Share of cells with words.
        words: Folded texts.
        middle: The median of the numbers; None without any.
    """

    count: int
    numbers: tuple[float, ...] = ()
    number_ratio: float = 0.0
    date_ratio: float = 0.0
    text_ratio: float = 0.0
    pair_ratio: float = 0.0
    angle_ratio: float = 0.0
    words: tuple[str, ...] = ()

    @property
    def middle(self) -> float | None:
        """Return the median of the numbers; None without any."""
        return median(self.numbers) if self.numbers else None


def contents_of(table: RawTable, index: int) -> Contents:
    """Return what a column's cells look like; a long column is sampled."""
    step = max(1, len(table.rows) // _MOST_CELLS)
    cells = [
        row.cells[index] for row in table.rows[::step] if row.cells[index] is not None
    ]
    if not cells:
        return Contents(0)
    texts = [
        folded(cell[:_BEGINNING]) if isinstance(cell, str) else "" for cell in cells
    ]
    is_number = [_is_number(c, t) for c, t in zip(cells, texts, strict=True)]
    is_date = [_is_date(c, t) for c, t in zip(cells, texts, strict=True)]
    is_pair = [bool(_TWO_DECIMALS.search(t)) for t in texts]
    is_angle = [bool(_ANGLE_TEXT.match(t)) for t in texts]
    count = len(cells)
    return Contents(
        count=count,
        numbers=tuple(n for n in map(_number, cells) if n is not None),
        number_ratio=sum(is_number) / count,
        date_ratio=sum(is_date) / count,
        text_ratio=sum(map(_is_words, texts, is_number, is_date)) / count,
        pair_ratio=sum(is_pair) / count,
        angle_ratio=sum(is_angle) / count,
        words=tuple(
            text or joined(str(cell)) for text, cell in zip(texts, cells, strict=True)
        ),
    )


def _is_words(text: str, is_number: bool, is_date: bool) -> bool:  # noqa: FBT001 - mapped over three lists
    return bool(text) and not is_number and not is_date


def _is_number(cell: CellValue, text: str) -> bool:
    if isinstance(cell, str):
        return text in ("-", "\u2013") or _NUMBER_TEXT.fullmatch(text) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _number(cell: CellValue) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, str) and re.fullmatch(r"[+-]?\d+([.,]\d+)?", cell):
        return float(cell.replace(",", "."))
    return None


def _is_date(cell: CellValue, text: str) -> bool:
    if isinstance(cell, str):
        return _DATE_TEXT.fullmatch(text) is not None
    if isinstance(cell, date):
        return True
    if isinstance(cell, bool | time) or cell is None:
        return False
    return any(low <= cell <= high for low, high in (_EXCEL_DAYS, _YEARS))


def suits(contents: Contents, field: Field) -> float | None:
    """Return how well a column's cells fit a field, 0 to 1; None when it is empty."""
    if not contents.count:
        return None
    if field.name in ("lon_deg", "lat_deg"):
        return _suits_degrees(contents, field)
    if field.type in _NUMBERS:
        return _suits_number(contents, field)
    if field.type in (FieldType.DATE, FieldType.PERIOD):
        return contents.date_ratio
    return _suits_words(contents, field)


def _suits_words(contents: Contents, field: Field) -> float:
    if field.type is FieldType.YES_NO:
        return _share(contents, _YES_NO)
    if field.type is FieldType.CHOICE:
        return _share(contents, _choice_words(field.choices))
    if field.type is FieldType.UNIT:
        # Where names and codes stand side by side, codes are the surer.
        return max(0.95 * contents.text_ratio, _share_of_digits(contents))
    return 1.0 if field.code_length else max(0.75, contents.text_ratio)


def _suits_degrees(contents: Contents, field: Field) -> float:
    if contents.angle_ratio:
        return contents.angle_ratio
    low, high = _LON_DEG if field.name == "lon_deg" else _LAT_DEG
    inside = sum(low <= number <= high for number in contents.numbers)
    return max(inside / contents.count, 0.3 * contents.number_ratio)


def _suits_number(contents: Contents, field: Field) -> float:
    fits = contents.number_ratio
    if contents.numbers and field.type is not FieldType.MONEY:
        low = -float("inf") if field.low is None else field.low
        high = float("inf") if field.high is None else field.high
        inside = sum(low <= number <= high for number in contents.numbers)
        fits *= 0.5 + 0.5 * inside / len(contents.numbers)
    return fits


def _share(contents: Contents, known: frozenset[str]) -> float:
    return sum(word in known or joined(word) in known for word in contents.words) / max(
        1, len(contents.words)
    )


def _choice_words(choices: Sequence[Choice]) -> frozenset[str]:
    return frozenset(
        joined(text)
        for choice in choices
        for text in (choice.code, choice.label_vi, choice.label_en, *choice.synonyms)
    )


def _share_of_digits(contents: Contents) -> float:
    codes = sum(word.isdecimal() and 1 <= len(word) <= 5 for word in contents.words)  # noqa: PLR2004 - codes of communes have five digits
    return codes / max(1, len(contents.words))


def speaks_for(contents: Contents, field: Field) -> bool:
    """Return whether the cells alone, without a title, point to a field.

    So do coordinates in degrees, and words that are choices of the field.
    """
    if contents.count < _LEAST_TO_SPEAK:
        return False
    if field.name in ("lon_deg", "lat_deg"):
        return (
            _suits_degrees(contents, field) >= _MOST_OF_ALL
            and not contents.angle_ratio
            and all(_is_fine(number) for number in contents.numbers[:_LEAST_TO_SPEAK])
        )
    return (
        field.type is FieldType.CHOICE
        and contents.text_ratio > 0
        and _share(contents, _choice_words(field.choices)) >= _MOST_OF_ALL
    )


def _is_fine(number: float) -> bool:
    """Return whether a number has decimals as coordinates have, and rates have not."""
    return abs(100 * number - round(100 * number)) > 1e-6  # noqa: PLR2004 - a rounding of floats


def degrees_axis(contents: Contents) -> str:
    """Return the field that numbers are degrees of; empty when they are of none."""
    middle = contents.middle
    if middle is None:
        return ""
    if _LON_DEG[0] <= middle <= _LON_DEG[1]:
        return "lon_deg"
    return "lat_deg" if _LAT_DEG[0] <= middle <= _LAT_DEG[1] else ""


def pseudo_suits(contents: Contents, name: str) -> float | None:
    """Return how well a column's cells fit a name that stands for coordinates."""
    if not contents.count:
        return None
    if name == PARENT_UNIT:
        return max(contents.text_ratio, _share_of_digits(contents))
    if name == COORDINATES:
        return contents.pair_ratio
    middle = contents.middle
    if middle is None or name not in (X_M, Y_M):
        return 0.0
    spans = (_EAST_M, _NORTH_M)
    return 1.0 if any(low <= middle <= high for low, high in spans) else 0.0
