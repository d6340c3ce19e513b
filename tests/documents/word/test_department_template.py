"""A department shapes its documents in Word; what it breaks is told with its place."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from document_samples import (
    MARKUP,
    letter_document,
    number,
    sheets_document,
    titled_document,
)
from hatangso.documents.official.blocks import Paragraph
from hatangso.documents.official.official_document import (
    DocumentForm,
    OfficialDocument,
)
from hatangso.documents.official.source_annex import with_sources
from hatangso.documents.official.trace_reading import trace_of_file
from hatangso.documents.official.traces import traced_numbers
from hatangso.documents.word.department_template import (
    check_template,
    fields_of,
    fill_template,
    template_of,
)
from hatangso.errors import InvalidInputError

SAMPLES = [titled_document, letter_document, sheets_document]
LETTER = letter_document()


def _template(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """Return a template whose paragraphs stand in one run each."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return _bytes(document)


def _bytes(document: WordDocument) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _words(content: bytes) -> str:
    body = Document(BytesIO(content)).element.body
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in body.iter(qn("w:p"))
    )


def _told(content: bytes, sample: OfficialDocument = LETTER) -> str:
    return "\n".join(map(str, check_template(content, sample)))


@pytest.mark.parametrize("make", SAMPLES)
def test_a_starting_template_says_what_the_document_says(
    make: Callable[[], OfficialDocument],
) -> None:
    document = with_sources(make())
    template = template_of(document)
    assert check_template(template, document) == []
    filled = fill_template(template, document)
    words = _words(filled)
    fields = fields_of(document)
    for name, text in fields.texts.items():
        assert text in words or (
            document.form is DocumentForm.SHEETS and "." not in name
        )
    for entries in fields.lists.values():
        assert all(entry in words for entry in entries)
    for rows in fields.tables.values():
        assert all(text in words for row in rows for text in row.values())
    assert "{%" not in words.replace(MARKUP, "")
    assert trace_of_file(filled).numbers == traced_numbers(document)


def test_the_same_template_and_document_give_the_same_bytes() -> None:
    template = template_of(LETTER)
    assert template == template_of(LETTER)
    assert fill_template(template, LETTER) == fill_template(template, LETTER)


HOSTILE = [
    MARKUP,
    "{{ so }} {% for x in y %} {# #}",
    "{_{ so }_} {_% x %_}",
    "]]> <w:p> &amp; &lt; </w:t>",
    "a\tb\x0c\x07\x00c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_data_stays_plain(text: str) -> None:
    document = replace(
        LETTER, blocks=(Paragraph((text,), name="situation"),), subject=text
    )
    filled = fill_template(_template("{{ p.situation }}|{{ trich_yeu }}"), document)
    kept = "".join(sign for sign in text if sign.isprintable() or sign == "\t")
    kept = kept.replace("\t", " ")
    assert f"{kept}|{kept}" in _words(filled)
    assert Document(BytesIO(filled)).core_properties.title.strip() == kept.strip()


def test_data_that_look_like_tags_do_not_enter_a_starting_template() -> None:
    document = titled_document()
    assert check_template(template_of(document), document) == []


def test_rows_are_repeated_and_the_total_stands_below() -> None:
    document = titled_document()
    template = _template(
        rows=(
            ("{%tr for row in t.tasks %}", "", ""),
            ("{%tr if row.nhom %}", "", ""),
            ("{{ row.nhom }}", "", ""),
            ("{%tr else %}", "", ""),
            ("{{ row.stt }}", "{{ row.name }}", "{{ row.cost }}"),
            ("{%tr endif %}", "", ""),
            ("{%tr endfor %}", "", ""),
            ("", "{{ tong.tasks.name }}", "{{ tong.tasks.cost }}"),
        )
    )
    (table,) = Document(BytesIO(fill_template(template, document))).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert len(cells) == 7
    assert cells[0][0] == "A. Hạ tầng viễn thông"
    assert cells[1] == ["1", "Phủ sóng thôn lõm sóng", "12.500"]
    assert cells[5][2] == "chưa có số liệu"
    assert cells[6] == ["", "Tổng cộng", "16.600"]


def test_a_tag_that_word_split_over_runs_is_understood() -> None:
    document = Document()
    paragraph = document.add_paragraph("Số: ")
    for piece in ("{", "{ s", "o ", "}", "}"):
        paragraph.add_run(piece).bold = piece == "o "
    content = _bytes(document)
    assert _told(content) == ""
    assert "Số: 1234" in _words(fill_template(content, LETTER))


def test_what_may_be_missing_is_asked_for_before_it_is_named() -> None:
    content = _template("{% if p.plan is defined %}{{ p.plan }}{% endif %}{{ so }}")
    assert _told(content) == ""
    assert "1234" in _words(fill_template(content, LETTER))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_template("A", "{{ p.situatoin }}"), "paragraph 2 (“{{ p.situatoin }}”)"),
        (_template("A", "{{ p.situatoin }}"), "write p.situation"),
        (_template("{{ so"), "begins or ends with {{ alone"),
        (_template("so }}"), "begins or ends with }} alone"),
        (_template("{{ so", "}}"), "paragraph 2"),
        (_template("{%p for dong in can_cu %}"), "write {%p endfor %}"),
        (_template("{%p endfor %}"), "ends nothing"),
        (_template("{%p if so %}", "{%p endfor %}"), "ends nothing"),
        (_template("{%p else %}"), "ends nothing"),
        (_template("{%tr for row in t.tasks %}", "{%tr endfor %}"), "not stand in a"),
        (_template("{%p for d in can_ku %}", "{%p endfor %}"), "write can_cu"),
        (_template("{% for d in can_cu %}", "{% endfor %}"), "another kind of place"),
        (_template("{%p for d in noi_nhan %}{{ d }}", "{%p endfor %}"), "of its own"),
        (_template("{% tr for d in noi_nhan %}"), "is no tag of a template"),
        (_template("{{ noi_nhan }}"), "is a list"),
        (_template("{{ so | upper }}"), "does not compute"),
        (_template("{{ 7 * 7 }}"), "does not compute"),
        (_template("{{ range(9) }}"), "does not compute"),
        (_template("{{ so.__class__.__mro__ }}"), "no field so.__class__"),
        (_template("{{ p }}"), "no field p"),
        (_template("{% set x = 5 %}"), "is no tag"),
        (_template("{% include 'x' %}"), "is no tag"),
        (_template("{% macro x() %}{% endmacro %}"), "is no tag"),
        (_template("{{ }}"), "cannot be understood"),
        (
            _template(rows=(("{%tr for row in t.x %}",), ("{%tr endfor %}",))),
            "table 1, row 1, cell 1",
        ),
        (b"", "no Word document"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0" * 99, "protected"),
        (b"x" * 11_000_000, "11 MB"),
    ],
)
def test_what_is_broken_is_told_with_its_place(content: bytes, told: str) -> None:
    assert told in _told(content)
    with pytest.raises(InvalidInputError, match="cannot be used"):
        fill_template(content, LETTER)


def test_all_that_is_wrong_is_told_at_once() -> None:
    findings = check_template(_template("{{ a }}", "{{ b }}", "{{ so"), LETTER)
    assert len(findings) == 3


def test_an_unknown_cell_names_the_nearest_column() -> None:
    content = _template(
        rows=(
            ("{%tr for row in t.tasks %}",),
            ("{{ row.cots }}",),
            ("{%tr endfor %}",),
        )
    )
    told = _told(content, titled_document())
    assert "row 2" in told
    assert "write row.cost" in told


def test_a_loop_within_a_loop_is_refused() -> None:
    loop = ("{%p for d in noi_nhan %}", "{%p for e in noi_nhan %}", "{{ e }}")
    content = _template(*loop, "{%p endfor %}", "{%p endfor %}")
    assert "within another" in _told(content)


def _with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a DOCX one of whose parts is another."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        names = old.namelist()
        for one in dict.fromkeys([*names, name]):
            part = old.read(one) if one in names else b""
            new.writestr(one, change(part) if one == name else part)
    return written.getvalue()


RELATION = (
    b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/'
    b'2006/relationships/%s" Target="http://example.org/x" TargetMode="External"/>'
    b"</Relationships>"
)
RELATIONS = "word/_rels/document.xml.rels"
BODY = "word/document.xml"


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (RELATIONS, b"</Relationships>", RELATION % b"attachedTemplate", "elsewhere"),
        (RELATIONS, b"</Relationships>", RELATION % b"image", "http://example.org/x"),
        (RELATIONS, b"</Relationships>", RELATION % b"aFChunk", "another document"),
        (
            "[Content_Types].xml",
            b"wordprocessingml.document.main",
            b"x.macroEnabled.main",
            "macros",
        ),
        (
            BODY,
            b"<w:sectPr",
            b"<w:p><w:r><w:instrText>DDEAUTO c:\\x</w:instrText></w:r></w:p><w:sectPr",
            "DDEAUTO",
        ),
        (BODY, b"<w:body>", b"<w:body", "damaged"),
        (
            BODY,
            b"<w:sectPr",
            b'<w:p><w:bookmarkStart w:id="1" w:name="{{ 7*7 }}"/></w:p><w:sectPr',
            "does not compute",
        ),
        ("word/vbaProject.bin", b"", b"x", "macros"),
        ("word/embeddings/a.bin", b"", b"x", "other files"),
    ],
)
def test_what_is_hidden_in_a_template_is_found(
    name: str, old: bytes, new: bytes, told: str
) -> None:
    def change(part: bytes) -> bytes:
        return part.replace(old, new, 1) if old else new

    assert told in _told(_with_part(_template("{{ so }}"), name, change))


def test_a_link_that_a_reader_may_follow_is_no_fault() -> None:
    relation = RELATION % b"hyperlink"
    content = _with_part(
        _template("{{ so }}"),
        RELATIONS,
        lambda part: part.replace(b"</Relationships>", relation),
    )
    assert _told(content) == ""


def test_fields_in_header_and_footer_are_filled() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ co_quan }}"
    document.sections[0].footer.paragraphs[0].text = "{{ co_quam }}"
    assert "footer, paragraph 1" in _told(_bytes(document))
    document.sections[0].footer.paragraphs[0].text = "{{ ky_hieu }}"
    filled = Document(BytesIO(fill_template(_bytes(document), LETTER)))
    assert filled.sections[0].header.paragraphs[0].text == LETTER.letterhead.issuer
    assert filled.sections[0].footer.paragraphs[0].text == LETTER.letterhead.symbol


def test_a_template_made_from_a_document_keeps_one_record() -> None:
    first = fill_template(_template("{{ so }}"), LETTER)
    other = replace(LETTER, blocks=(Paragraph((number("a", 1),)),))
    document = Document(BytesIO(first))
    document.add_paragraph("{{ ky_hieu }}")
    second = fill_template(_bytes(document), other)
    assert [one.key for one in trace_of_file(second).numbers] == ["a"]


def test_very_many_rows_times_very_long_rows_are_refused() -> None:
    long = "x" * 4_000_000
    entries = tuple("y" for _ in range(99))
    document = replace(LETTER, recipients=entries)
    content = _template("{%p for d in noi_nhan %}", long, "{%p endfor %}")
    assert "would write" in _told(content, document)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_what_was_filled_and_keeps_its_record(tmp_path: Path) -> None:
    document = with_sources(titled_document())
    file = tmp_path / "plan.docx"
    file.write_bytes(fill_template(template_of(document), document))
    folder = tmp_path / "again"
    subprocess.run(  # noqa: S603 - our own arguments
        [shutil.which("soffice"), "--headless", f"-env:UserInstallation=file://{tmp_path}/lo",
         "--convert-to", "docx", "--outdir", folder, file],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    again = (folder / "plan.docx").read_bytes()
    assert "Phủ sóng thôn lõm sóng" in _words(again)
    assert trace_of_file(again).numbers == traced_numbers(document)
