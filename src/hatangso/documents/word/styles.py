"""The styles of a document: the names that Word knows, the sizes of the decree."""

from dataclasses import dataclass, replace

from hatangso.documents.official.decree_30 import Decree30, TextForm, decree_30
from hatangso.documents.word.elements import (
    TWIPS_PER_MM,
    TWIPS_PER_PT,
    Element,
    on,
    w,
)
from hatangso.documents.word.numbering import ANNEXES, DASHES, HEADINGS

__all__ = ["Look", "paragraph_looks", "styles"]

_HALF_POINTS = 2


@dataclass(frozen=True)
class Look:
    """A paragraph style.

    Attributes:
        code: What paragraphs name.
        name: What Word shows; those that Word knows in its own spelling.
        text: Entry of the decree's texts that sets size, weight and slant.
        level: Of headings and whatever stands in the contents; 0 for none.
        numbered: Numbering and its level; None for none.
    """

    code: str
    name: str
    text: str
    alignment: str = "both"
    before_pt: float = 0
    after_pt: float = 0
    first_line_mm: float = 0
    left_mm: float = 0
    right_mm: float = 0
    is_kept_with_next: bool = False
    level: int = 0
    numbered: tuple[int, int] | None = None
    next_code: str = ""
    tab_mm: float = 0
    has_box: bool = False
    has_capitals: bool = False


def styles() -> Element:
    """Return the whole part of styles."""
    form = decree_30()
    return w(
        "styles",
        _defaults(form),
        _normal(),
        *(_paragraph_style(look, form) for look in paragraph_looks()),
        *_character_styles(),
        *_table_styles(form),
    )


def paragraph_looks() -> tuple[Look, ...]:
    """Return the paragraph styles."""
    form = decree_30()
    space_pt = form.lengths["paragraph_space_pt"]
    first_mm = form.lengths["first_line_mm"]
    right_mm = form.text_width_mm()
    return (
        Look("Motto", "Quốc hiệu", "motto", "center"),
        Look("Device", "Tiêu ngữ", "device", "center"),
        Look("AboveIssuer", "Cơ quan chủ quản", "above_issuer", "center"),
        Look("Issuer", "Cơ quan ban hành", "issuer", "center"),
        Look("Line", "Đường kẻ", "body", "center"),
        Look("Number", "Số và ký hiệu", "number", "center", 6),
        Look("PlaceAndDay", "Địa danh và ngày", "place_and_day", "center", 6),
        Look("LetterSubject", "Trích yếu công văn", "letter_subject", "center", 6),
        Look("Title", "Title", "type_name", "center", 18, is_kept_with_next=True,
             has_capitals=True),
        Look("Subtitle", "Subtitle", "subject", "center", is_kept_with_next=True),
        Look("Mark", "Lưu ý số liệu", "mark", "center", 6, 6, left_mm=2, right_mm=2,
             has_box=True),
        Look("Addressees", "Kính gửi", "addressees", "center", 12, space_pt),
        Look("AddresseeList", "Kính gửi nhiều nơi", "addressees", "left", 0, 3,
             left_mm=40),
        Look("Basis", "Căn cứ", "basis", "both", 0, space_pt, first_mm),
        Look("BodyText", "Body Text", "body", "both", 0, space_pt, first_mm),
        *(_heading(level, space_pt, first_mm) for level in (1, 2, 3)),
        *(_annex_heading(level, space_pt, first_mm) for level in (1, 2, 3)),
        Look("ListBullet", "List Bullet", "body", "both", 0, space_pt, first_mm,
              numbered=(DASHES, 0)),
        Look("Note", "Ghi chú", "note", "both", 3, space_pt),
        Look("Caption", "caption", "caption", "center", space_pt, 3),
        Look("Picture", "Hình vẽ", "body", "center", space_pt, is_kept_with_next=True),
        Look("CellText", "Nội dung bảng", "table", "left", 2, 2),
        Look("ContentsTitle", "TOC Heading", "contents_title", "center", 12, space_pt,
              is_kept_with_next=True),
        *(Look(f"TOC{level}", f"toc {level}", "contents", "left", 0, 3,
                left_mm=5 * (level - 1), tab_mm=right_mm) for level in (1, 2, 3)),
        Look("AnnexTitle", "Tiêu đề phụ lục", "annex_title", "center", 0, space_pt,
              is_kept_with_next=True, level=1, numbered=(ANNEXES, 0),
             next_code="BodyText"),
        Look("AnnexReference", "Kèm theo", "annex_reference", "center", 0, 12,
              is_kept_with_next=True),
        Look("RecipientsTitle", "Nơi nhận", "recipients_title", "left"),
        Look("Recipients", "Danh sách nơi nhận", "recipients", "left"),
        Look("Authority", "Quyền hạn người ký", "signature_authority", "center"),
        Look("Signer", "Người ký", "signature_name", "center"),
        Look("Header", "header", "page_number", "center"),
        Look("FootnoteText", "footnote text", "footnote", "both"),
    )  # fmt: skip


def _heading(level: int, space_pt: float, first_mm: float) -> Look:
    return Look(
        f"Heading{level}",
        f"heading {level}",
        f"heading_{level}",
        before_pt=space_pt,
        after_pt=space_pt,
        first_line_mm=first_mm,
        is_kept_with_next=True,
        has_capitals=decree_30().text[f"heading_{level}"].is_upper,
        level=level,
        numbered=(HEADINGS, level - 1),
        next_code="BodyText",
    )


def _annex_heading(level: int, space_pt: float, first_mm: float) -> Look:
    """Return the heading of an annex: a level below the annex in the contents."""
    return replace(
        _heading(level, space_pt, first_mm),
        code=f"AnnexHeading{level}",
        name=f"Đề mục phụ lục {level}",
        level=level + 1,
    )


def _defaults(form: Decree30) -> Element:
    fonts = w(
        "rFonts", ascii=form.font, hAnsi=form.font, eastAsia=form.font, cs=form.font
    )
    size = int(form.text["body"].size_pt * _HALF_POINTS)
    language = w("lang", val=form.language, eastAsia=form.language, bidi="ar-SA")
    run = w("rPr", fonts, w("sz", val=size), w("szCs", val=size), language)
    line = int(240 * form.lengths["line_ratio"])
    spacing = w("spacing", before=0, after=0, line=line, lineRule="auto")
    return w("docDefaults", w("rPrDefault", run), w("pPrDefault", w("pPr", spacing)))


def _normal() -> Element:
    return w(
        "style", w("name", val="Normal"), w("qFormat"),
        type="paragraph", default=1, styleId="Normal",
    )  # fmt: skip


def _paragraph_style(look: Look, form: Decree30) -> Element:
    known = look.name.isascii()
    made = w(
        "style",
        w("name", val=look.name),
        w("basedOn", val="Normal"),
        w("next", val=look.next_code) if look.next_code else None,
        w("qFormat"),
        _paragraph_properties(look),
        _run_properties(form.text[look.text], is_upper=look.has_capitals),
        type="paragraph",
        styleId=look.code,
    )
    if not known:
        made.set(made.tag.replace("style", "customStyle"), "1")
    return made


def _paragraph_properties(look: Look) -> Element:
    numbered = None
    if look.numbered:
        number, level = look.numbered
        numbered = w("numPr", w("ilvl", val=level), w("numId", val=number))
    sides = ("top", "left", "bottom", "right")
    box = [w(side, val="single", sz=6, space=4, color="auto") for side in sides]
    tab = w("tab", val="right", leader="dot", pos=round(look.tab_mm * TWIPS_PER_MM))
    return w(
        "pPr",
        on("keepNext", look.is_kept_with_next),
        on("keepLines", bool(look.level)),
        numbered,
        w("pBdr", *box) if look.has_box else None,
        w("tabs", tab) if look.tab_mm else None,
        w(
            "spacing",
            before=int(look.before_pt * TWIPS_PER_PT),
            after=int(look.after_pt * TWIPS_PER_PT),
        ),
        w(
            "ind",
            left=round(look.left_mm * TWIPS_PER_MM),
            right=round(look.right_mm * TWIPS_PER_MM),
            firstLine=round(look.first_line_mm * TWIPS_PER_MM),
        ),
        w("jc", val=look.alignment),
        w("outlineLvl", val=look.level - 1) if look.level else None,
    )


def _run_properties(text: TextForm, *, is_upper: bool) -> Element:
    size = int(text.size_pt * _HALF_POINTS)
    return w(
        "rPr",
        on("b", text.is_bold),
        on("bCs", text.is_bold),
        on("i", text.is_italic),
        on("iCs", text.is_italic),
        on("caps", is_upper),
        w("sz", val=size),
        w("szCs", val=size),
    )


def _character_styles() -> tuple[Element, ...]:
    return (
        w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1),
          w("semiHidden"), type="character", default=1, styleId="DefaultParagraphFont"),
        _character("Strong", "Strong", w("b"), w("bCs")),
        _character("Emphasis", "Emphasis", w("i"), w("iCs")),
        _character("StrongEmphasis", "Đậm nghiêng", w("b"), w("bCs"), w("i"), w("iCs")),
        _character("FootnoteReference", "footnote reference",
                   w("vertAlign", val="superscript")),
    )  # fmt: skip


def _character(code: str, name: str, *properties: Element) -> Element:
    made = w(
        "style",
        w("name", val=name),
        w("basedOn", val="DefaultParagraphFont"),
        w("qFormat"),
        w("rPr", *properties),
        type="character",
        styleId=code,
    )
    if not name.isascii():
        made.set(made.tag.replace("style", "customStyle"), "1")
    return made


def _table_styles(form: Decree30) -> tuple[Element, ...]:
    eighths = int(form.lengths["table_line_pt"] * 8)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = [w(side, val="single", sz=eighths, space=0, color="auto") for side in sides]
    margins = w(
        "tblCellMar",
        w("top", w=0, type="dxa"),
        w("left", w=85, type="dxa"),
        w("bottom", w=0, type="dxa"),
        w("right", w=85, type="dxa"),
    )
    return (
        w("style", w("name", val="Normal Table"), w("uiPriority", val=99),
          w("semiHidden"), w("tblPr", w("tblInd", w=0, type="dxa"), margins),
          type="table", default=1, styleId="TableNormal"),
        w("style", w("name", val="Table Grid"), w("basedOn", val="TableNormal"),
          w("tblPr", w("tblBorders", *lines)), type="table", styleId="TableGrid"),
        w("style", w("name", val="No List"), w("uiPriority", val=99), w("semiHidden"),
          type="numbering", default=1, styleId="NoList"),
    )  # fmt: skip
