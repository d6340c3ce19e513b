"""What a department's template may name of a document, and what stands for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hatangso.documents.official.blocks import (
    Block,
    Figure,
    Items,
    Paragraph,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.spans import Footnote, Sentence
from hatangso.documents.official.wording import (
    addressees_of,
    annex_reference,
    bases_of,
    day_in_words,
    ended,
    number_and_symbol,
    recipients_of,
)

__all__ = ["GROUP_KEY", "TemplateFields", "fields_of", "words_of"]

GROUP_KEY = "nhom"
"""Of a row: the title of the group that it begins, empty in any other row."""


@dataclass(frozen=True)
class TemplateFields:
    """The fields of a document.

    Attributes:
        texts: A text by its name: ``so``, ``p.situation``, ``tong.tasks.cost``.
        lists: Texts by name, for a loop: ``can_cu``, ``i.demands``.
        tables: Rows by name, for a loop: ``t.tasks``; of each row texts by the key of
            the column.
        columns: Keys of a table's rows, whether it has rows or not.
        figures: Drawings by name: ``hinh.trend``.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)

    def described(self) -> Iterator[tuple[str, str]]:
        """Yield how to write each field, and an example of what stands for it."""
        for name, text in self.texts.items():
            yield f"{{{{ {name} }}}}", text
        for name, entries in self.lists.items():
            loop = f"{{%p for dong in {name} %}} {{{{ dong }}}} {{%p endfor %}}"
            yield loop, " / ".join(entries)
        for name, keys in self.columns.items():
            cells = " | ".join(f"{{{{ row.{key} }}}}" for key in keys)
            yield f"{{%tr for row in {name} %}} {cells} {{%tr endfor %}}", ""
        for name, figure in self.figures.items():
            yield f"{{{{ {name} }}}}", figure.caption


def fields_of(document: OfficialDocument) -> TemplateFields:
    """Return the fields of a document; of two blocks of one name the first."""
    whole = ended(document)
    head, signature = whole.letterhead, whole.signature
    number = number_and_symbol(head).removesuffix(f"/{head.symbol}")
    texts = {
        "so": number.removeprefix("Số: "),
        "ky_hieu": head.symbol,
        "dia_danh": head.place,
        "ngay": day_in_words(head.day),
        "co_quan_cap_tren": head.above,
        "co_quan": head.issuer,
        "ten_loai": whole.type_name,
        "trich_yeu": whole.subject,
        "mo_dau": words_of(whole.opening),
        "nguoi_ky": signature.name if signature else "",
        "kem_theo": annex_reference(whole),
    }
    lists = {
        "can_cu": bases_of(whole),
        "kinh_gui": addressees_of(whole),
        "luu_y": whole.marks,
        "ket": tuple(words_of(one) for one in whole.closing),
        "noi_nhan": recipients_of(whole),
        "chu_ky": signature.lines if signature else (),
    }
    tables: dict[str, tuple[Mapping[str, str], ...]] = {}
    columns: dict[str, tuple[str, ...]] = {}
    figures: dict[str, Figure] = {}
    for block in _named_blocks(whole):
        match block:
            case Paragraph():
                texts.setdefault(f"p.{block.name}", words_of(block.sentence))
            case Items():
                entries = tuple(words_of(one) for one in block.entries)
                lists.setdefault(f"i.{block.name}", entries)
            case Figure():
                figures.setdefault(f"hinh.{block.name}", block)
            case Table() if f"t.{block.name}" not in tables:
                rows, total = _rows_and_total(block)
                columns[f"t.{block.name}"] = tuple(one.key for one in block.columns)
                tables[f"t.{block.name}"] = tuple(_cells(block, row) for row in rows)
                for key, text in _cells(block, total).items():
                    if key != GROUP_KEY:
                        texts[f"tong.{block.name}.{key}"] = text
    return TemplateFields(texts, lists, tables, columns, figures)


def words_of(sentence: Sentence) -> str:
    """Return a sentence as plain text; what its footnotes say stands in brackets."""
    return "".join(
        span
        if isinstance(span, str)
        else f" ({span.note})"
        if isinstance(span, Footnote)
        else span.text
        for span in sentence
    )


def _named_blocks(document: OfficialDocument) -> Iterator[Block]:
    for blocks in (document.blocks, *(annex.blocks for annex in document.annexes)):
        for block in blocks:
            if getattr(block, "name", ""):
                yield block


def _rows_and_total(table: Table) -> tuple[tuple[Row, ...], Row]:
    """Return a table's rows, and its last one apart when it is a total."""
    if table.rows and table.rows[-1].role is RowRole.TOTAL:
        return table.rows[:-1], table.rows[-1]
    return table.rows, Row((), RowRole.TOTAL)


def _cells(table: Table, row: Row) -> dict[str, str]:
    """Return the texts of a row; those of cells that it has not are empty."""
    texts = [words_of(cell) for cell in row.cells]
    group = ""
    if row.role is RowRole.GROUP:
        group, texts = (texts[0] if texts else ""), []
    texts += [""] * (len(table.columns) - len(texts))
    keys = (column.key for column in table.columns)
    return {**dict(zip(keys, texts, strict=False)), GROUP_KEY: group}
