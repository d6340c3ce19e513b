"""Cases put together by chance, always the same: a list, a layout, some traps."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

from import_corpus import contents, traps
from import_corpus.corpus_nouns import Case, Sheet
from import_corpus.placing import Grid
from import_corpus.table_cases import case
from import_corpus.writers import write_csv

__all__ = ["composed_cases"]

_LISTS: dict[str, Callable[..., Sheet]] = {
    "tram": contents.site_list,
    "thon": contents.village_list,
    "lom": contents.coverage_holes,
    "nut": contents.network_nodes,
    "may": contents.machines,
    "do": contents.measurements,
}
_PROVINCES = ("thai_nguyen", "bac_kan", "bac_giang", "nam_dinh")
_COUNTS = ("households", "people")
_SPELLINGS = {
    "": lambda sheet: sheet,
    "nfd": traps.in_decomposed,
    "nbsp": traps.with_nbsp,
    "tcvn3": traps.in_tcvn3,
}
_NUMBERS = {
    "": lambda sheet: sheet,
    "so-viet": traps.vietnamese_numbers,
    "so-anh": traps.english_numbers,
}
_DATES = {
    "": lambda sheet: sheet,
    "ngay": traps.dates_as_text,
    "ngay-cham": partial(traps.dates_as_text, pattern="%d.%m.%Y"),
    "ngay-iso": partial(traps.dates_as_text, pattern="%Y-%m-%d"),
}


def _semicolons(path: Path, grids: Sequence[Grid]) -> Path:
    return write_csv(path, grids, delimiter=";")


def composed_cases(count: int, seed: int = 0) -> list[Case]:
    """Return so many cases; the first are the same whatever the count."""
    random = Random(seed)  # noqa: S311 - no secret, the same cases every time
    return [_composed(index, random) for index in range(count)]


def _composed(index: int, random: Random) -> Case:
    name = random.choice(list(_LISTS))
    province = random.choice(_PROVINCES)
    count = random.randint(6, 25)
    sheet = _list(name, province, count)
    words = [name]
    sheet = _laid_out(sheet, words, random)
    for choices in (_SPELLINGS, _NUMBERS, _DATES):
        word = random.choice(["", *choices])
        sheet = choices[word](sheet)
        words += [word] if word else []
    suffix = random.choice((".xlsx", ".xlsx", ".xls", ".ods", ".csv"))
    return case(
        f"ghep-{index:03d}-{'-'.join(words)}",
        "composed",
        sheet,
        suffix=suffix,
        write=_semicolons if suffix == ".csv" else None,
        province=province,
        questions=("?numbers:", "?dates:"),
    )


def _list(name: str, province: str, count: int) -> Sheet:
    if name == "may":
        return contents.machines(count)
    return _LISTS[name](province, count)


def _laid_out(sheet: Sheet, words: list[str], random: Random) -> Sheet:
    fields = {heading.field for heading in sheet.headings}
    is_grouped = "commune_code" in fields and random.random() < 0.4
    if is_grouped:
        words.append("nhom")
        sheet = contents.grouped(
            sheet, lambda line: str(line.cells["commune_code"].written)
        )
    if fields.issuperset(_COUNTS) and random.random() < 0.5:
        words.append("tong")
        sheet = contents.with_total(sheet, _COUNTS)
    if not is_grouped and random.random() < 0.2:
        words.append("lap-tieu-de")
        sheet = traps.with_header_again(sheet, every=4)
    if random.random() < 0.3:
        words.append("chu-ky")
        sheet = traps.with_notes(sheet, "Ghi chú: số liệu tạm tính.", "GIÁM ĐỐC")
    if random.random() < 0.2:
        words.append("khong-tt")
        sheet = traps.without_numbering(sheet)
    if random.random() < 0.2:
        words.append("an-cot")
        sheet = traps.hidden(sheet, sheet.headings[-1].field)
    return sheet
