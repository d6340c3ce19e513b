import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from document_samples import (
    LONG_WORD,
    MARKUP,
    letter_document,
    long_document,
    number,
    sheets_document,
    tasks_table,
    titled_document,
)
from hatangso.documents.official.blocks import (
    Block,
    Column,
    ColumnKind,
    Figure,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.spans import Emphasis, Footnote
from hatangso.documents.official.trace_record import ATTACHMENT, trace_record
from hatangso.documents.pdf import typesetting
from hatangso.documents.pdf.pdf_document import heading_pages, pdf_document
from hatangso.errors import InvalidInputError

MM = 72 / 25.4
SAMPLES = {
    "titled": titled_document,
    "letter": letter_document,
    "sheets": sheets_document,
}


@cache
def made(name: str) -> bytes:
    return pdf_document(SAMPLES[name]())


def pages_of(pdf: bytes) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(pdf))


def lines_of(page: pypdfium2.PdfPage) -> list[str]:
    text = page.get_textpage().get_text_range().replace("\u00a0", " ")
    return [line.strip() for line in text.splitlines() if line.strip()]


def text_of(pdf: bytes) -> str:
    return " ".join(line for page in pages_of(pdf) for line in lines_of(page))


def boxes_of(page: pypdfium2.PdfPage) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield every sign and its box: left, bottom, right, top in mm from below left."""
    text = page.get_textpage()
    for at in range(text.count_chars()):
        sign = text.get_text_range(at, 1)
        if sign.strip() and sign != "\u200b":
            yield sign, tuple(side / MM for side in text.get_charbox(at))


def of_blocks(*blocks: Block, **changes: object) -> OfficialDocument:
    plain = replace(
        titled_document(), blocks=blocks, annexes=(), has_contents=False, **changes
    )
    return replace(plain, closing=(), marks=())


def test_all_words_come_out_with_their_diacritics() -> None:
    text = text_of(made("titled"))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "KẾ HOẠCH Phát triển hạ tầng số tỉnh Thái Nguyên đến năm 2030",
        "Căn cứ Luật Viễn thông ngày 24 tháng 11 năm 2023.",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "- Bảo đảm đồng bộ, hiệu quả, tiết kiệm;",
        "Bảng 2. Nhiệm vụ và kinh phí",
        "Hình 1. Tỷ lệ thôn có sóng 4G",
        "triển khai thực hiện./.",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn Ất",
        "Phụ lục III NHIỆM VỤ (Kèm theo Kế hoạch số",
        "Có số liệu mô phỏng; không dùng để ra quyết định.",
    ):
        assert words in text


def test_a_letter_has_its_subject_below_the_number_and_no_title() -> None:
    text = text_of(made("letter"))
    assert "Số: 1234/SKHCN-BCVT" in text
    assert "V/v trả lời kiến nghị của cử tri" in text
    assert "ngày 05 tháng 02 năm 2026" in text
    assert "- Ủy ban nhân dân xã Sảng Mộc;" in text


def test_a_name_of_two_lines_breaks_before_the_province() -> None:
    lines = lines_of(pages_of(made("titled"))[0])
    assert any(line.startswith("TỈNH THÁI NGUYÊN") for line in lines)


def test_sheets_have_no_letterhead_and_begin_new_pages() -> None:
    first, second = pages_of(made("sheets"))
    assert lines_of(first)[0] == "PHIẾU HẠ TẦNG SỐ XÃ"
    assert "II. PHƯỜNG PHAN ĐÌNH PHÙNG" in lines_of(second)


def test_the_number_of_the_page_stands_top_centre_from_the_second_on() -> None:
    for at, page in enumerate(pages_of(made("titled")), 1):
        width_mm, height_mm = (side / MM for side in page.get_size())
        above = [
            (sign, box) for sign, box in boxes_of(page) if box[1] > height_mm - 20 + 0.1
        ]
        assert "".join(sign for sign, _ in above) == ("" if at == 1 else str(at))
        if above:
            middle_mm = (above[0][1][0] + above[-1][1][2]) / 2
            assert middle_mm == pytest.approx((width_mm + 15) / 2, abs=0.6)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_sign_stands_in_the_margins(name: str) -> None:
    for page in pages_of(made(name)):
        width_mm, height_mm = (side / MM for side in page.get_size())
        for sign, (left, bottom, right, _) in boxes_of(page):
            is_number = bottom > height_mm - 20
            assert left > 30 - 0.6, sign
            assert right < width_mm - 15 + 0.6, sign
            assert bottom > 20 - 0.6, sign
            assert is_number or bottom < height_mm - 20, sign


def test_paper_is_a4_and_wide_annexes_lie_on_their_side() -> None:
    sizes = [
        tuple(round(side / MM) for side in page.get_size())
        for page in pages_of(made("titled"))
    ]
    assert set(sizes) == {(210, 297), (297, 210)}
    annexes = sizes[heading_pages(titled_document())[-4] - 1 :]
    assert annexes[0] == (297, 210)
    assert annexes[-2:] == [(210, 297), (297, 210)]


def test_only_the_shipped_font_is_used_and_it_is_inside() -> None:
    reader = pypdf.PdfReader(BytesIO(made("titled")))
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    assert fonts
    for font in fonts:
        assert re.fullmatch(r"/[A-Z]{6}\+Tinos.*", font["/BaseFont"])
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(inner.get_object())


def test_the_trace_is_attached_as_it_is() -> None:
    reader = pypdf.PdfReader(BytesIO(made("titled")))
    assert list(reader.attachments) == [ATTACHMENT]
    content = reader.attachments[ATTACHMENT][0].decode()
    assert content == trace_record(titled_document())


def test_it_is_pdf_a_with_tags_language_and_title() -> None:
    reader = pypdf.PdfReader(BytesIO(made("titled")))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert root["/Lang"].lower() == "vi-vn"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title.startswith("KẾ HOẠCH Phát triển hạ tầng số")


def test_a_figure_says_what_it_shows_to_those_who_cannot_see_it() -> None:
    assert "Đường đi lên" in " ".join(alternatives(made("titled")))


def alternatives(pdf: bytes) -> list[str]:
    reader = pypdf.PdfReader(BytesIO(pdf))
    objects = (reader.get_object(at) for at in range(1, len(reader.xref[0]) + 9))
    return [
        str(one["/Alt"]) for one in objects if isinstance(one, dict) and "/Alt" in one
    ]


def test_a_header_stands_on_every_page_of_a_long_table() -> None:
    long = long_document(200)
    pages = pages_of(pdf_document(long))
    first = heading_pages(long)[-1]
    assert len(pages) - first >= 4
    for page in pages[first - 1 :]:
        assert "Tên thôn, xóm" in " ".join(lines_of(page))
    assert lines_of(pages[-1])[-1].startswith("200 Xóm Khuổi 200")


def test_three_thousand_rows_are_all_there() -> None:
    pages = pages_of(pdf_document(long_document(3000)))
    text = " ".join(line for page in pages[-4:] for line in lines_of(page))
    assert "3000 Xóm Khuổi 3000" in text


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    assert pdf_document(SAMPLES[name]()) == made(name)


def test_markup_is_printed_as_it_was_typed() -> None:
    text = text_of(made("titled")).replace("\u200b", "")
    assert text.count(MARKUP.split(" \\n")[0]) >= 2
    hostile = (
        "#panic() `a` ~ -- --- ... 'x' <l> @b /* c */ // d $e$ = f \\ \\u{41} &lt;"
    )
    document = of_blocks(Paragraph((hostile,)), Paragraph(("Hết.",)))
    assert hostile in text_of(pdf_document(document))


def test_a_word_wider_than_its_column_is_broken_not_cut() -> None:
    found = text_of(made("titled")).replace(" ", "").replace("\u200b", "")
    assert LONG_WORD.replace("-", "") in found.replace("-", "")
    long = "W" * 400
    table = Table("t", "T", (Column("a", "A"), Column("b", "B")), (Row(((long,), ())),))
    pdf = pdf_document(of_blocks(Paragraph((long,)), table))
    assert text_of(pdf).count("W") == 800
    for page in pages_of(pdf):
        for _, (_, _, right, _) in boxes_of(page):
            assert right < 210 - 15 + 0.6


def test_signs_that_the_font_lacks_do_not_stop_a_document() -> None:
    odd = (
        "Ti\u1ebfng Vi\u0065\u0323\u0302t \U0001f600 漢 \x00\x07 \u202e \ue000 a\tb\nc"
    )
    text = text_of(pdf_document(of_blocks(Paragraph((odd,)), subject=odd)))
    assert "Tiếng Việt □ □" in text


def test_no_row_is_cut_when_a_cell_fills_more_than_a_page() -> None:
    words = " ".join(f"từ{index}" for index in range(3000))
    table = Table(
        "t", "T", (Column("a", "A"), Column("b", "B")), (Row(((words,), ())),)
    )
    text = text_of(pdf_document(of_blocks(table)))
    assert "từ0 " in text
    assert "từ2999" in text


def test_a_panic_of_the_typesetter_is_an_error_that_can_be_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class PanicException(BaseException):
        pass

    class Compiler:
        def compile(self, **_: object) -> bytes:
            raise PanicException("index out of bounds")

    monkeypatch.setattr(typesetting, "_compiler", lambda _: Compiler())
    with pytest.raises(InvalidInputError, match="index out of bounds"):
        typesetting.pdf({})


def test_a_paragraph_that_leads_to_a_list_is_never_the_last_of_a_page() -> None:
    for count in range(8, 14):
        document = of_blocks(
            *(Paragraph((BODY,)),) * count,
            *(Paragraph(("Một dòng.",)),) * 4,
            Paragraph(("Các việc phải làm:",)),
            Items(((BODY,), (BODY,))),
        )
        for page in pages_of(pdf_document(document)):
            assert lines_of(page)[-1] != "Các việc phải làm:"


def test_a_drawing_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="cannot be set"):
        pdf_document(of_blocks(Figure("x", "<svg", "Hình hỏng", "")))


def test_a_high_drawing_stays_on_its_page() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 90"></svg>'
    pdf = pdf_document(of_blocks(Heading("Sơ đồ"), Figure("x", svg, "Cao", "Cao")))
    assert any("Hình 1. Cao" in lines_of(page) for page in pages_of(pdf))
    assert len(pages_of(pdf)) <= 3


def test_a_document_with_nothing_in_it_has_one_page() -> None:
    bare = replace(
        of_blocks(), signature=None, recipients=(), bases=(), opening=(), subject=""
    )
    assert len(pages_of(pdf_document(bare))) == 1


def test_the_day_of_the_document_is_the_day_of_the_file() -> None:
    dated = replace(
        titled_document(),
        letterhead=replace(titled_document().letterhead, day=date(2026, 3, 9)),
    )
    reader = pypdf.PdfReader(BytesIO(pdf_document(dated)))
    assert reader.metadata is not None
    assert reader.metadata.creation_date.date() == date(2026, 3, 9)


def test_contents_name_the_pages_on_which_headings_stand() -> None:
    text = text_of(made("titled"))
    listed = [int(page) for page in re.findall(r"\.{5,} ?(\d+)", text)]
    assert set(listed) <= set(heading_pages(titled_document()))
    assert "1. Mục đích ." not in text
    for page, title in zip(
        listed[:1] + listed[-1:], ("MỤC ĐÍCH", "NHIỆM VỤ"), strict=True
    ):
        assert title in " ".join(lines_of(pages_of(made("titled"))[page - 1]))


BODY = "Nội dung của đoạn văn này dài hơn một dòng để chiếm chỗ trên trang giấy. " * 2


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 26), st.integers(0, 14))
def test_no_heading_caption_or_group_is_the_last_line_of_a_page(
    paragraphs: int, notes: int
) -> None:
    rows = tasks_table().rows
    table = replace(tasks_table(), rows=(*rows[:3], *rows[3:6] * 3, rows[6]))
    document = of_blocks(
        *(Paragraph((BODY,)),) * paragraphs,
        *(Paragraph(("Ghi chú.",), is_note=True),) * notes,
        Heading("Phần đầu"),
        Heading("Mục con", 2),
        Heading("Điểm", 3),
        table,
        Heading("Phần sau"),
        Items(((BODY,), (BODY,))),
    )
    for page in pages_of(pdf_document(document)):
        lines = lines_of(page)
        assert not re.match(r"(I+\. PH|1\. Mục|a\) Điểm|Bảng|[AB]\. Hạ)", lines[-1])
        assert not re.match(r"Hoàn thành Tổng cộng", " ".join(lines[1:]))
        assert lines[-1] != "Hoàn thành"


@settings(max_examples=15, deadline=None)
@given(
    paragraphs=st.integers(10, 24), notes=st.integers(0, 8), has_closing=st.booleans()
)
def test_the_signature_is_never_alone_on_a_page(
    *, paragraphs: int, notes: int, has_closing: bool
) -> None:
    document = replace(
        of_blocks(
            *(Paragraph((BODY,)),) * paragraphs,
            *(Paragraph(("Ghi chú.",), is_note=True),) * notes,
            Items((("Việc này.",), ("Việc Hết",))),
        ),
        closing=((BODY + "Hết",),) if has_closing else (),
    )
    (page,) = (
        lines
        for lines in map(lines_of, pages_of(pdf_document(document)))
        if any("Nơi nhận" in line for line in lines)
    )
    assert "Hết./." in " ".join(page)
    assert "Nguyễn Văn Ất" in " ".join(page)


ROWS = st.builds(
    lambda role, length, note: (role, length, note),
    st.sampled_from(RowRole),
    st.sampled_from([1, 3, 40, 300]),
    st.sampled_from(["", "", "Chú thích."]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, max_size=30), st.integers(0, 12))
def test_rows_in_any_order_can_be_set(
    drawn: list[tuple[RowRole, int, str]], paragraphs: int
) -> None:
    rows = []
    for role, length, note in drawn:
        cell = ("từ " * length, *((Footnote(note),) if note else ()))
        rows.append(Row((cell,) if role is RowRole.GROUP else (("1",), cell), role))
    columns = (Column("a", "A", group="G"), Column("b", "B", group="G", width=4))
    table = Table("t", "T", columns, tuple(rows))
    pdf = pdf_document(of_blocks(*(Paragraph((BODY,)),) * paragraphs, table))
    words = sum(length for _, length, _ in drawn)
    assert len(re.findall(r"\btừ\b", text_of(pdf))) == words


def test_groups_without_rows_can_be_set() -> None:
    group = Row((("Nhóm",),), RowRole.GROUP)
    plain = Row((("Dòng",),))
    rows = (group, group, plain, group, group)
    pdf = pdf_document(of_blocks(Table("t", "T", (Column("a", "A"),), rows)))
    assert text_of(pdf).count("Nhóm") == 4


def test_a_table_of_one_row_and_its_total_has_no_other_row() -> None:
    column = Column("a", "A")
    rows = (Row((("Một",),)), Row((("Tổng cộng",),), RowRole.TOTAL))
    text = text_of(pdf_document(of_blocks(Table("t", "T", (column,), rows))))
    assert "Bảng 1. T A Một Tổng cộng" in text
    assert "Không có" not in text
    assert "T A Không có." in text_of(
        pdf_document(of_blocks(Table("t", "T", (column,), ())))
    )


def test_footnotes_emphasis_and_new_pages_work_wherever_they_stand() -> None:
    table = Table(
        "t",
        "Bảng có chú thích",
        (Column("a", "A", ColumnKind.NUMBER, "hộ"),),
        (
            Row(((number("a", 1), Footnote("Trong ô")),)),
            Row(((Emphasis("Đậm"),),)),
        ),
    )
    document = of_blocks(
        Items((("Ý", Footnote("Trong gạch đầu dòng")),)), PageBreak(), table
    )
    first, second = (
        " ".join(lines_of(page)) for page in pages_of(pdf_document(document))
    )
    assert "Trong gạch đầu dòng" in first
    assert "Trong ô" in second
    assert "Đậm" in second
