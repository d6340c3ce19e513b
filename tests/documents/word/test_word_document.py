"""The DOCX of a document: as the decree wants it, and never otherwise unnoticed."""

import re
import time
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import pytest

from document_samples import (
    LONG_NAME,
    LONG_WORD,
    MARKUP,
    TASK_COSTS,
    letter_document,
    long_document,
    sheets_document,
    titled_document,
)
from documents.word.decree_checker import Expected, deviations
from documents.word.word_reading import W, WordFile, text_of
from hatangso.documents.official.blocks import (
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.trace_reading import trace_of_file
from hatangso.documents.official.traces import traced_numbers
from hatangso.documents.word.word_document import word_document
from hatangso.language import format_number

TASKS = "Nhiệm vụ và kinh phí"
EXPECTED = Expected(
    totals={(TASKS, "Kinh phí"): format_number(sum(TASK_COSTS))},
    landscape=(False, True, False, True),
)


@pytest.fixture(scope="module")
def good() -> bytes:
    return word_document(titled_document())


def changed(content: bytes, part: str, pattern: str, put: str, count: int = 0) -> bytes:
    """Return the file with a part changed; the pattern must be there."""
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(written, "w") as target,
    ):
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                new, times = re.subn(
                    pattern, put, text.decode(), count=count, flags=re.DOTALL
                )
                assert times, f"{pattern} is not in {part}"
                text = new.encode()
            target.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (titled_document(), EXPECTED),
        (letter_document(), Expected()),
        (sheets_document(), Expected(has_letterhead=False)),
        (long_document(30), Expected(landscape=(False, True))),
    ],
    ids=["titled", "letter", "sheets", "long"],
)
def test_every_form_is_as_the_decree_wants_it(
    document: OfficialDocument, expected: Expected
) -> None:
    assert deviations(word_document(document), expected) == []


TEXT, STYLES, NUMBERS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
HEADER, SETTINGS, NOTES = "word/header1.xml", "word/settings.xml", "word/footnotes.xml"


@pytest.mark.parametrize(
    ("part", "pattern", "put", "said"),
    [
        (TEXT, r'w:top="1134"', 'w:top="600"', "the top margin is 11 mm"),
        (TEXT, r'w:bottom="1134"', 'w:bottom="1800"', "the bottom margin is 32 mm"),
        (TEXT, r'w:left="1701"', 'w:left="1134"', "the left margin is 20 mm"),
        (TEXT, r'w:right="850"', 'w:right="1701"', "the right margin is 30 mm"),
        (TEXT, r'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"', "the paper is"),
        (TEXT, r' w:orient="landscape"', "", "landscape is False"),
        (STYLES, r'w:hAnsi="Times New Roman"', 'w:hAnsi="Arial"', "a font is"),
        (STYLES, r'w:val="vi-VN"', 'w:val="en-US"', "language"),
        (STYLES, r'(w:styleId="BodyText".*?<w:sz w:val=)"28"', r'\1"24"', "12.0] pt"),
        (STYLES, r'(w:styleId="BodyText".*?<w:jc w:val=)"both"', r'\1"left"',
         "not justified"),
        (STYLES, r'(w:styleId="BodyText".*?w:firstLine=)"720"', r'\1"0"', "first line"),
        (STYLES, r'(w:styleId="BodyText".*?w:after=)"120"', r'\1"40"',
         "to the next paragraph"),
        (STYLES, r'w:line="240"', 'w:line="480"', "2.0 lines"),
        (STYLES, r'(w:styleId="Motto".*?)<w:b/>', r"\1", "Motto"),
        (STYLES, r'(w:styleId="Device".*?<w:sz w:val=)"28"', r'\1"24"', "Device"),
        (STYLES, r'(w:styleId="Basis".*?)<w:i/>', r"\1", "Basis"),
        (STYLES, r'(w:styleId="Recipients".*?<w:sz w:val=)"22"', r'\1"28"',
         "Recipients"),
        (STYLES, r'(w:styleId="Heading1".*?)<w:keepNext/>', r"\1", "may stand alone"),
        (STYLES, r'(w:styleId="Motto".*?<w:rPr>)', r'\1<w:color w:val="FF0000"/>',
         "colour"),
        (STYLES, r'(w:styleId="Title".*?)<w:caps/>', r"\1", None),
        (TEXT, "XÃ HỘI CHỦ NGHĨA", "XÃ HỘI", "does not stand once"),
        (TEXT, "Tự do", "tự do", "Độc lập"),
        (TEXT, "Số: ", "Số ", "no number and symbol"),
        (TEXT, "Thái Nguyên, ngày", "Thái Nguyên ngày", "no place and day"),
        (TEXT, "Căn cứ Luật Viễn thông", "Luật Viễn thông", "basis"),
        (TEXT, r"<w:pBdr><w:top[^>]*/></w:pBdr>", "", "no line below"),
        (TEXT, r"<w:titlePg/>", "", "first page bears a number"),
        (HEADER, " PAGE ", " DATE ", "no page number"),
        (STYLES, r'(w:styleId="Header".*?<w:jc w:val=)"center"', r'\1"right"',
         "page number is not in the middle"),
        ("word/header2.xml", "<w:p/>", r"<w:p><w:instrText>PAGE</w:instrText></w:p>",
         "first page bears a number"),
        (TEXT, "<w:tblHeader/>", "", "does not stand on every page"),
        (TEXT, "<w:cantSplit/>", "", "may break across pages"),
        (TEXT, "16.600", "16.601", "the total is 16.601"),
        (TEXT, r"<w:rPr><w:b/></w:rPr>(<w:t[^>]*>16\.600)", r"\1", "not bold"),
        (TEXT, "12.500", "", "empty number"),
        (TEXT, '<w:gridSpan w:val="4"/>', '<w:gridSpan w:val="3"/>', "4 columns"),
        (NUMBERS, "upperRoman", "decimal", "numbered as decimal"),
        (NUMBERS, '<w:num w:numId="1">', '<w:num w:numId="91">', "no numbering"),
        (TEXT, ">Mục đích<", ">1. Mục đích<", "its number is typed"),
        (TEXT, "SEQ Bảng", "NUMPAGES", "is not counted by a field"),
        (TEXT, 'w:anchor="_Toc000000001"', 'w:anchor="_Toc9"', "is nowhere"),
        (TEXT, 'w:name="_Toc000000002"', 'w:name="_Toc000000001"', "stands twice"),
        (SETTINGS, "<w:defaultTabStop", "<w:updateFields/><w:defaultTabStop",
         "ask whether"),
        (NOTES, r'<w:footnote w:id="2">.*?</w:footnote>', "", "footnotes"),
        (TEXT, r' descr="[^"]*"', "", "cannot see"),
        (TEXT, r"\./\.", ".", "does not end"),
        (TEXT, "- Lưu:", "- Gửi:", "archive"),
        (TEXT, "KT. CHỦ TỊCH", "KT. Chủ tịch", "nobody signs"),
        (TEXT, r'(<w:pStyle w:val="BodyText"/>)(<w:keepNext/>)?', r"<w:keepNext/>\1",
         "out of order"),
        (TEXT, r"\(Kèm theo", "(Theo", "annex goes with"),
    ],
)  # fmt: skip
def test_a_deviation_does_not_stay_unnoticed(
    good: bytes, part: str, pattern: str, put: str, said: str | None
) -> None:
    found = deviations(changed(good, part, pattern, put), EXPECTED)
    if said is None:  # the words themselves are capitals
        assert found == []
    else:
        assert any(said in one for one in found), found


def test_the_same_document_gives_the_same_bytes(good: bytes) -> None:
    assert word_document(titled_document()) == good


def test_python_docx_reads_what_was_written(good: bytes) -> None:
    read = docx.Document(BytesIO(good))
    headings = [one.text for one in read.paragraphs if one.style.name == "Heading 1"]
    assert headings == [
        "MỤC ĐÍCH, YÊU CẦU",
        "CHỈ TIÊU VÀ NHIỆM VỤ",
        "TỔ CHỨC THỰC HIỆN",
    ]
    assert read.core_properties.title == (
        "KẾ HOẠCH Phát triển hạ tầng số tỉnh Thái Nguyên đến năm 2030"
    )


def test_the_record_of_numbers_is_in_the_file(good: bytes) -> None:
    record = trace_of_file(good)
    assert record.kind == "plan"
    assert record.numbers == traced_numbers(titled_document())


def test_contents_are_filled_in_with_numbers_and_pages(good: bytes) -> None:
    file = WordFile(good)
    lines = [one.text for one in file.paragraphs() if one.style.startswith("TOC")]
    assert lines[0] == "I. MỤC ĐÍCH, YÊU CẦU\t1"
    assert not [line for line in lines if line.startswith(("1.", "a)"))]
    assert [line.split("\t")[0] for line in lines[-2:]] == [
        "Phụ lục II. CÁCH TÍNH",
        "Phụ lục III. NHIỆM VỤ",
    ]


def test_text_of_users_stays_plain_text(good: bytes) -> None:
    file = WordFile(good)
    assert any(one.text == MARKUP for one in file.paragraphs())
    assert MARKUP in text_of(file.parts["word/footnotes.xml"])


def test_long_names_and_words_are_whole(good: bytes) -> None:
    texts = [one.text for one in WordFile(good).paragraphs()]
    assert LONG_NAME in texts
    assert LONG_WORD in texts


def test_signs_that_no_file_holds_are_left_out() -> None:
    document = replace(letter_document(), subject="trả\x00 lời\x1f \ud800\ufffe xong")
    assert any(
        one.text == "V/v trả lời  xong"
        for one in WordFile(word_document(document)).paragraphs()
    )


def test_columns_are_wide_enough_for_their_words(good: bytes) -> None:
    """An ordinary word of some 12 letters needs about 30 mm at most."""
    table = WordFile(good).data_tables()[0]
    widths = [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")]
    assert all(width > 500 for width in widths)
    assert sum(widths) == pytest.approx(165 * 1440 / 25.4, abs=6)


def test_a_table_of_many_columns_stays_between_the_margins() -> None:
    columns = tuple(Column(f"c{at}", f"Cột thứ {at}") for at in range(24))
    cells = tuple((LONG_WORD,) for _ in columns)
    wide = Table("wide", "Bảng rộng", columns, (Row(cells),))
    document = replace(letter_document(), blocks=(wide,))
    table = WordFile(word_document(document)).data_tables()[0]
    widths = [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")]
    assert sum(widths) == pytest.approx(165 * 1440 / 25.4, abs=24)


def test_titles_of_neighbouring_columns_are_merged(good: bytes) -> None:
    rows = WordFile(good).data_tables()[0].findall(f"{W}tr")[:2]
    upper = [text_of(cell) for cell in rows[0].findall(f"{W}tc")]
    assert upper == ["TT", "Chỉ tiêu", "Chỉ tiêu", "Hiện tại(%)"]
    spans = [one.get(f"{W}val") for one in rows[0].iter(f"{W}gridSpan")]
    merged = [one.get(f"{W}val") for one in rows[1].iter(f"{W}vMerge")]
    assert (spans, merged) == (["3"], ["continue"] * 3)


def test_a_new_page_begins_without_an_empty_line() -> None:
    blocks = (Paragraph(("Trước.",)), PageBreak(), PageBreak(), Heading("Sau"))
    document = replace(sheets_document(), blocks=(*blocks, PageBreak()))
    file = WordFile(word_document(document))
    begun = [
        one.text
        for one in file.paragraphs()
        if one.property("pageBreakBefore") is not None
    ]
    assert begun == ["Sau"]
    assert not any(one.get(f"{W}type") == "page" for one in file.body.iter(f"{W}br"))


@pytest.mark.parametrize("closing", [(), (("Trân trọng.",),)])
def test_the_signature_does_not_stand_alone_on_a_page(
    closing: tuple[tuple[str], ...],
) -> None:
    blocks = (Paragraph(("Trước.",)), Paragraph(("Sau.",)))
    document = replace(letter_document(), blocks=blocks, closing=closing)
    kept = [
        one.text
        for one in WordFile(word_document(document)).paragraphs()
        if one.style == "BodyText" and one.property("keepNext") is not None
    ]
    assert kept == (["Trân trọng./."] if closing else ["Sau./."])


def test_a_subject_breaks_into_lines_of_about_the_same_length() -> None:
    subject = f"Thẩm định kế hoạch {'phát triển hạ tầng ' * 3}thụ động của Viettel"
    document = replace(titled_document(), subject=subject)
    found = [
        one.text
        for one in WordFile(word_document(document)).paragraphs()
        if one.style == "Subtitle"
    ]
    first, second = found[0].split("\n")
    assert f"{first} {second}" == subject
    assert len(second) == pytest.approx(len(first), abs=8)


def test_a_document_without_anything_is_a_document_still() -> None:
    empty = replace(
        titled_document(), blocks=(), closing=(), annexes=(), bases=(), opening=(),
        recipients=(), signature=None, marks=(),
    )  # fmt: skip
    assert "./." in [one.text for one in WordFile(word_document(empty)).paragraphs()]


def test_a_single_annex_has_no_number() -> None:
    file = WordFile(word_document(long_document(2)))
    levels = {
        one.get(f"{W}val")
        for one in file.parts["word/numbering.xml"].iter(f"{W}lvlText")
    }
    assert "Phụ lục" in levels
    assert "Phụ lục %1" not in levels


def test_three_thousand_rows_take_less_than_five_seconds() -> None:
    began = time.process_time()
    content = word_document(long_document(3_000))
    assert time.process_time() - began < 5
    assert len(WordFile(content).data_tables()[-1].findall(f"{W}tr")) == 3_001
