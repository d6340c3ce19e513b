"""Fill the template that a department shaped in Word with what a document says."""

import re
import unicodedata
from collections.abc import Mapping
from io import BytesIO

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, TemplateError
from markupsafe import Markup, escape

from hatangso.documents.official.blocks import Figure
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.trace_record import NAMESPACE, trace_record
from hatangso.documents.pdf.pictures import png_of_svg
from hatangso.documents.word.department_template_check import check_template
from hatangso.documents.word.department_template_fields import fields_of
from hatangso.documents.word.department_template_file import (
    packed_again,
    replace_trace,
)
from hatangso.documents.word.department_template_language import environment
from hatangso.documents.word.department_template_start import template_of
from hatangso.errors import InvalidInputError, Severity

__all__ = ["check_template", "fields_of", "fill_template", "template_of"]

# What docxtpl reads as a way to write tags: a sign of each is named by its number.
_LIKE_A_TAG = re.compile(r"(?<=[{%}])_(?=[{%}])")


def fill_template(content: bytes, document: OfficialDocument) -> bytes:
    """Return a template filled with a document, with the document's record inside.

    Args:
        content: DOCX of a department.
        document: Its text stays plain, whatever signs it holds.

    Raises:
        InvalidInputError: The template cannot be used, or names what this document does
            not have; the findings tell every place.
    """
    findings = check_template(content, document)
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if errors:
        raise InvalidInputError(
            "the template of {kind} cannot be used: {count} problems must be mended",
            findings=findings,
            kind=document.kind,
            count=len(errors),
        )
    template = _Template(BytesIO(content))
    template.init_docx()
    try:
        template.render(_context(document, template), environment(), autoescape=True)
    except (TemplateError, ValueError, KeyError, SyntaxError) as error:
        raise InvalidInputError(
            "the template of {kind} cannot be filled: {error};"
            " begin again with the one that hatangso document-template writes",
            kind=document.kind,
            error=str(error),
        ) from error
    filled = template.docx
    filled.core_properties.title = _clean(f"{document.type_name} {document.subject}")
    record = Markup("<trace xmlns='{}'>{}</trace>").format(
        NAMESPACE, _clean(trace_record(document))
    )
    replace_trace(filled, str(record).encode())
    return packed_again(filled)


class _Template(DocxTemplate):  # type: ignore[misc]  # it tells no types
    """A template whose properties are left as they are."""

    def render_properties(
        self, context: Mapping[str, object], jinja_env: Environment | None = None
    ) -> None:
        """Fill none: they are no XML, in which the values are escaped."""


class _Names:
    """Values by name for a template; it has nothing else that one could name."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> object:
        return self._values[name]


class _Figures:
    """Pictures by name, drawn when a template names them."""

    __slots__ = ("_figures", "_template")

    def __init__(self, figures: Mapping[str, Figure], template: _Template) -> None:
        self._figures, self._template = figures, template

    def __getitem__(self, name: str) -> InlineImage:
        figure = self._figures[f"hinh.{name}"]
        picture = BytesIO(png_of_svg(figure.svg, figure.width_mm))
        return InlineImage(self._template, picture, width=Mm(figure.width_mm))


def _context(document: OfficialDocument, template: _Template) -> dict[str, object]:
    """Return what the names of a template stand for."""
    fields = fields_of(document)
    context: dict[str, object] = {}
    groups: dict[str, dict[str, object]] = {"p": {}, "i": {}, "t": {}, "tong": {}}
    totals: dict[str, dict[str, object]] = {}
    for name, text in fields.texts.items():
        group, _, rest = name.partition(".")
        if group == "tong":
            table, _, key = rest.rpartition(".")
            totals.setdefault(table, {})[key] = _plain(text)
        else:
            (groups[group] if rest else context)[rest or name] = _plain(text)
    for name, entries in fields.lists.items():
        group, _, rest = name.partition(".")
        lines = [_plain(entry) for entry in entries]
        (groups[group] if rest else context)[rest or name] = lines
    for name, rows in fields.tables.items():
        groups["t"][name.partition(".")[2]] = [
            _Names({key: _plain(text) for key, text in row.items()}) for row in rows
        ]
    groups["tong"] = {table: _Names(keys) for table, keys in totals.items()}
    context |= {name: _Names(values) for name, values in groups.items()}
    return context | {"hinh": _Figures(fields.figures, template)}


def _plain(text: str) -> Markup | str:
    """Return a text as XML that shows it sign by sign; empty text is false."""
    if not text:
        return ""
    return Markup(_LIKE_A_TAG.sub("&#95;", str(escape(_clean(text)))))  # noqa: S704 - it is escaped here


def _clean(text: str) -> str:
    """Return a text without signs that XML cannot hold; tabs become spaces."""
    kept = text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in kept
        if sign == "\n"
        or (
            unicodedata.category(sign) not in {"Cc", "Cs"}
            and sign not in "\ufffe\uffff"
        )
    )
