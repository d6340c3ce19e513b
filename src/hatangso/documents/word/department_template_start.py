"""The DOCX that a department begins with: a document's own form, with fields in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from hatangso.documents.official.blocks import (
    Block,
    Figure,
    Heading,
    Items,
    Paragraph,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.spans import Sentence, TracedNumber
from hatangso.documents.word.department_template_fields import GROUP_KEY, words_of
from hatangso.documents.word.department_template_file import packed_again
from hatangso.documents.word.word_document import word_document

__all__ = ["template_of"]

_LINE = "{{ dong }}"
# What stands alone in its paragraph, whatever the built-in form puts around it.
_TAG_SIGN = re.compile(r"(\{(?=[{%#])|[}%#](?=\}))")
_CELL = re.compile(r"⟦(\d+)⟧")
_ALONE = re.compile(r"\{%p .*?%\}|\{\{ dong \}\}")


def template_of(document: OfficialDocument) -> bytes:
    """Return a template that, filled with this document, says what it says.

    Text of the body without a name stays as it is when no number stands in it;
    otherwise it is left out, since the number would never change.
    """
    fielder = _Fielder()
    fielded = replace(
        document,
        letterhead=replace(
            document.letterhead,
            above="{{ co_quan_cap_tren }}" if document.letterhead.above else "",
            issuer="{{ co_quan }}",
            number="{{ so }}",
            symbol="{{ ky_hieu }}",
            place="{{ dia_danh }}",
            day=None,
        ),
        type_name="{{ ten_loai }}" if document.type_name else "",
        subject="{{ trich_yeu }}",
        parameters={},
        addressees=_lines("kinh_gui") if document.addressees else (),
        bases=_lines("can_cu") if document.bases else (),
        opening=("{{ mo_dau }}",) if document.opening else (),
        closing=tuple((line,) for line in _lines("ket")) if document.closing else (),
        recipients=_lines("noi_nhan") if document.recipients else (),
        signature=replace(
            document.signature, lines=_lines("chu_ky"), name="{{ nguoi_ky }}"
        )
        if document.signature
        else None,
        marks=_lines("luu_y"),
        blocks=fielder.fielded(document.blocks),
        annexes=tuple(
            replace(
                annex, title=_inert(annex.title), blocks=fielder.fielded(annex.blocks)
            )
            for annex in document.annexes
        ),
        made_on=None,
    )
    return _tidied(word_document(fielded), fielder.cells)


def _lines(name: str) -> tuple[str, ...]:
    """Return the loop over a list of texts."""
    return f"{{%p for dong in {name} %}}", _LINE, "{%p endfor %}"


class _Fielder:
    """Puts fields in the place of what blocks say.

    Attributes:
        cells: Tags of the cells of tables. A cell holds only the number of its tag, so
            that columns are not as wide as the tags are long.
    """

    def __init__(self) -> None:
        self.cells: list[str] = []
        self._seen: dict[str, Block] = {}

    def fielded(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return blocks with fields in the place of what they say."""
        found: list[Block] = []
        for block in blocks:
            name = f"{type(block).__name__} {getattr(block, 'name', '')}"
            if isinstance(block, Heading):
                found.append(replace(block, text=_inert(block.text)))
            elif not getattr(block, "name", ""):
                if not _says_data(block):
                    found.append(block)
            elif self._seen.setdefault(name, block) == block:
                found += self._fields_for(block)
        return tuple(found)

    def _fields_for(self, block: Block) -> list[Block]:
        match block:
            case Paragraph(name=name):
                return [replace(block, sentence=(f"{{{{ p.{name} }}}}",))]
            case Items(name=name):
                start, _, end = _lines(f"i.{name}")
                muc = start.replace("dong", "muc"), "{{ muc }}", end
                return [replace(block, entries=tuple((line,) for line in muc))]
            case Figure(name=name):
                return [
                    Paragraph((f"{{{{ hinh.{name} }}}}",)),
                    Paragraph((_inert(block.caption),), is_note=True),
                ]
            case Table():
                return [self._table(block)]
            case _:
                return [block]

    def _table(self, table: Table) -> Table:
        """Return a table whose rows are a loop, with its groups and its total."""
        name = table.name
        row = Row(self._cells_of(f"row.{column.key}" for column in table.columns))
        rows = [row]
        if any(one.role is RowRole.GROUP for one in table.rows):
            group = _wide(f"{{{{ row.{GROUP_KEY} }}}}")
            start, other, end = (
                _wide(f"{{%tr {words} %}}")
                for words in (f"if row.{GROUP_KEY}", "else", "endif")
            )
            rows = [start, group, other, row, end]
        rows = [
            _wide(f"{{%tr if not t.{name} %}}"),
            _wide(_inert(table.when_empty)),
            _wide("{%tr endif %}"),
            _wide(f"{{%tr for row in t.{name} %}}"),
            *rows,
            _wide("{%tr endfor %}"),
        ]
        if table.rows and table.rows[-1].role is RowRole.TOTAL:
            keys = (f"tong.{name}.{column.key}" for column in table.columns)
            rows.append(Row(self._cells_of(keys), RowRole.TOTAL))
        return replace(
            table,
            caption=_inert(table.caption),
            columns=tuple(
                replace(one, title=_inert(one.title), group=_inert(one.group))
                for one in table.columns
            ),
            rows=tuple(rows),
            note=_inert(table.note),
        )

    def _cells_of(self, names: Iterable[str]) -> tuple[Sentence, ...]:
        start = len(self.cells)
        self.cells += (f"{{{{ {name} }}}}" for name in names)
        return tuple((f"⟦{at}⟧",) for at in range(start, len(self.cells)))


def _wide(text: str) -> Row:
    return Row(((text,),), RowRole.GROUP)


def _says_data(block: Block) -> bool:
    """Return whether a text holds numbers, or signs that would be read as tags."""
    sentences: tuple[Sentence, ...] = ()
    if isinstance(block, Paragraph):
        sentences = (block.sentence,)
    elif isinstance(block, Items):
        sentences = block.entries
    spans = (span for sentence in sentences for span in sentence)
    has_numbers = any(isinstance(span, TracedNumber) for span in spans)
    return has_numbers or any(_TAG_SIGN.search(words_of(one)) for one in sentences)


def _inert(text: str) -> str:
    """Return a text that stays in the template, without signs of tags."""
    return _TAG_SIGN.sub(r"\1 ", text)


def _tidied(content: bytes, cells: Sequence[str]) -> bytes:
    """Return the template without what the built-in form put around its tags."""
    document = Document(BytesIO(content))
    for paragraph in document.element.body.iter(qn("w:p")):
        texts = list(paragraph.iter(qn("w:t")))
        text = "".join(one.text or "" for one in texts)
        alone = _ALONE.search(text)
        cell = _CELL.fullmatch(text)
        if cell and int(cell[1]) < len(cells):
            _write(texts, cells[int(cell[1])])
        elif alone:
            _write(texts, alone[0])
        elif text.startswith("{{ hinh."):
            paragraph.style = "Picture"
        elif text.startswith("{{ dia_danh }}, ngày"):
            _write(texts, "{{ dia_danh }}, {{ ngay }}")
        elif text.startswith("(") and "{{ ky_hieu }}" in text:
            _write(texts, "{{ kem_theo }}")
    return packed_again(document)


def _write(texts: list[BaseOxmlElement], text: str) -> None:
    """Put a text into the first of several runs, and nothing into the others."""
    for at, one in enumerate(texts):
        one.text = "" if at else text
