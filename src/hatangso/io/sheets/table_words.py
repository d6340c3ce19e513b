"""Words that tell titles, headers, totals and notes of Vietnamese tables apart.

Source:
    The project's survey of plans, annex tables and statistical forms of provinces;
    every expression is held against text without diacritics (``language.fold``).
"""

import re
from functools import lru_cache
from string import ascii_letters, digits

from hatangso.language.measure_units import unit_named
from hatangso.language.words import fold

__all__ = [
    "folded",
    "group_mark",
    "is_header_word",
    "is_money_title",
    "is_money_unit",
    "is_note",
    "is_number_like",
    "is_overall_total",
    "is_row_number_title",
    "is_title_line",
    "is_total",
    "is_year",
    "table_unit",
    "without_mark",
    "without_unit",
]

_TITLE_LINE = re.compile(
    r"(uy ban nhan dan|ubnd |hoi dong nhan dan|cong hoa xa hoi|doc lap|so\s*:"
    r"|so ?\.{0,3}\d*\s*/"
    r"|bieu( mau)?( so)? ?[\dvx:.]|mau so|phu luc|bang( so)? \d|\(?kem theo|\(?ban hanh"
    r"|\(?don vi( tinh)?\s*:|\(?dvt\s*:|\(?unit\s*:|.{0,40}, ngay .* thang|danh sach "
    r"|bao cao |tong hop |bang tong hop|ke hoach |so (khoa hoc|thong tin|ke hoach)"
    r"|\(?so lieu |\(?tinh den|ky bao cao)"
)
_NOTE = re.compile(
    r"(\(?\*+\)?[ :]?|ghi chu\s*[:.]|nguon( so lieu)?\s*:|luu y\s*:|chu thich\s*:"
    r"|nguoi (lap|tong hop|bao cao|kiem tra)( |$|:)|thu truong|ke toan truong|noi nhan"
    r"|ky ten|\(ky|tm\. |kt\. |giam doc$|pho giam doc$|chu tich$|pho chu tich$"
    r"|lap bieu|xac nhan cua|.{0,40}, ngay .* thang .* nam|notes?\s*:|source\s*:)"
)
_SCOPE = (
    r"(?:\s*[:.]?|\s+(?:chung|toan bo|so|cac muc|cac nhom|(?:muc|nhom|phan)\s+\w+"
    r"|(?:toan )?(?:tinh|huyen|xa|phuong|thanh pho|nganh|vung)(?:\s+.*)?"
    r"|[ivx]+(?:\s*\+\s*[ivx]+)*|[a-h](?:\s*\+\s*[a-h])*))"
    r"\s*(?:\(.*\))?\s*[:.]?"
)
_TOTAL = re.compile(
    rf"(?:(?:tong cong|tong so|tong|cong|sub-?total|grand total|total|sum){_SCOPE}"
    r"|(?:toan|ca) (?:tinh|huyen|xa|thanh pho|nuoc|quoc)\s*(?:\(.*\))?:?)"
)
# Letters that no label of a total begins with, nor any that folds to one.
_NO_TOTAL = frozenset(ascii_letters + digits) - frozenset("CGSTcgst")
_OVERALL = re.compile(r"(tong|toan tinh|ca tinh|grand)")
_ROW_NUMBER = re.compile(r"(stt|tt|so tt|s\.?t\.?t\.?|so thu tu|thu tu|no\.?|#|nr\.?)")
# Communes are called Nam Hòa, Gia Sàng, Quý Sơn: such words need the next one.
_HEADER_WORD = re.compile(
    r"(stt|tt|ma|ten|ho ten|ho va ten|ky hieu|loai|kieu|hinh thuc|dia chi|dia diem"
    r"|vi tri|toa do|kinh do|vi do|cao do|do cao|chieu|ghi chu|chi tieu|noi dung"
    r"|nhiem vu|du an|hang muc|don vi|co quan|chu tri|phoi hop|nha mang|doanh nghiep"
    r"|nha cung cap|cong nghe|bang tan|tan so|trang thai|tinh trang|hien trang"
    r"|hien co|ngay|thoi (gian|han|diem)|kinh phi|nguon (von|dien|kinh phi|so lieu)"
    r"|von (dau tu|ngan sach|xa hoi|nha nuoc)|gia (tri|thanh|tien|thue|ban)"
    r"|nam (xay|dua|hoan|thanh lap|bao cao|su dung|dau tu|lap|sinh|\d{4})"
    r"|thang (\d|bao cao)|quy (mo|\d|[iv]+\b)|ky bao cao"
    r"|chi phi|dien tich|dan so|dan toc|mat do|ty le|ti le|ket qua|muc tieu|ke hoach"
    r"|thuc hien|luy ke|tong so|tong|trong do|so (luong|ho|thon|dan|nguoi|tram|thue|may"
    r"|dien|nha|diem|xa|lop|ket|vi|cot|nut|quyet|hieu|rack|tu|cong)|dien thoai|email"
    r"|huong (phu|anten|bup)|goc|cong suat|toc do|bang thong|dung luong|diem dau"
    r"|diem cuoi|mo ta|phan loai|cap do|he thong|van ban|trich yeu|can bo|phu trach"
    r"|nguoi (phu|lien|dung|dung dau|dai)|tuyen (cap|duong)|lien he|code|name|id|type"
    r"|kind|status|date|address|lat|lon|long|longitude|latitude|height|operator"
    r"|technology|site|commune|district|province|village|note|notes|remark|year|value"
    r"|unit|count|number)\b"
)
_HEADER_WHOLE = re.compile(
    r"(xa|phuong|thi tran|huyen|tinh|thon|ban|xom|to|to dan pho|x|y|[2345]g|vnpt"
    r"|viettel|mobifone|vietnamobile|xa ?[/,(].*|thon ?[/,(].*|huyen ?[/,(].*"
    r"|phuong ?[/,(].*|tuyen|co|khong|dvt|nam|nu|gia|von|nguon|ky|quy|thang|huong)"
)
_NUMBER_LIKE = re.compile(
    r"[<>~≥≤±+-]?\s*\d[\d.,  ]*\s*(%|‰)?(\s*/\s*\d[\d.,]*)?"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.*|#[A-Z/0!?]+|-|\u2013|\d+\s*[°º].*"
)
_YEAR = re.compile(r"(?:nam |den nam |ke hoach |thuc hien )?((?:19|20)\d\d)")
_ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})")
_DOTTED = re.compile(r"\d+(\.\d+)+")
_MARK = re.compile(r"\(?([A-H]|[IVX]+|[a-h])\s*[./)\-:\u2013]\s*")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_TABLE_UNIT = re.compile(
    r"\(?\s*(?:đơn\s+vị(?:\s+tính)?|đvt|unit)\s*:\s*([^()]+?)\s*\)?\s*$", re.IGNORECASE
)
_UNIT_LABEL = re.compile(r"(đơn vị( tính)?|đvt)\s*:\s*", re.IGNORECASE)
_MONEY_UNIT = re.compile(
    r"((1[.,]?000|1[.,]?000[.,]?000|nghin|ngan|trieu|ty|ti)?\s*(dong|d|vnd|vnđ)"
    r"|tr\.? ?d|trd|ty ?d|(nghin|ngan|trieu|ty) dong)"
)
_MONEY_TITLE = re.compile(
    r"(kinh phi|von|chi phi|gia tri|gia thanh|don gia|doanh thu|du toan|ngan sach|tien"
    r"|tong muc dau tu|thanh tien|muc dau tu|nstw|nsdp|nsnn|giai ngan|chi thuong xuyen"
    r"|cost|budget|price|amount)\b"
)


# How much of a text is looked at: a long one may not make expressions slow.
_BEGINNING, _LONGEST_LABEL, _LONGEST_NUMBER = 200, 120, 60


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return ``fold(text)``, remembered."""
    return fold(text)


def is_title_line(text: str) -> bool:
    """Return whether a text begins as lines above tables do."""
    return _TITLE_LINE.match(folded(text[:_BEGINNING])) is not None


def is_note(text: str) -> bool:
    """Return whether a text begins as notes and signatures below tables do."""
    return _NOTE.match(folded(text[:_BEGINNING])) is not None


def is_total(text: str) -> bool:
    """Return whether a text is the label of a total: not a name that begins alike.

    >>> is_total("Tổng cộng (I+II):"), is_total("Cộng Hòa")
    (True, False)
    """
    if text[:1] in _NO_TOTAL or len(text) > _LONGEST_LABEL:
        return False
    return _TOTAL.fullmatch(folded(text)) is not None


def is_overall_total(text: str) -> bool:
    """Return whether a label speaks of the whole table rather than of a group."""
    return _OVERALL.match(folded(text)) is not None


def is_row_number_title(text: str) -> bool:
    """Return whether a header stands over numbers of rows (STT, TT)."""
    return _ROW_NUMBER.fullmatch(folded(text)) is not None


def is_header_word(text: str) -> bool:
    """Return whether a text begins as headers do."""
    plain = folded(text[:_BEGINNING])
    return bool(_HEADER_WORD.match(plain) or _HEADER_WHOLE.fullmatch(plain))


def is_number_like(text: str) -> bool:
    """Return whether a text is a number, a date or a sign for none."""
    if text[:1].isalpha():
        return False
    return len(text) <= _LONGEST_NUMBER and bool(_NUMBER_LIKE.fullmatch(text))


def is_year(value: object) -> bool:
    """Return whether a header cell names a year.

    >>> is_year(2025), is_year("Năm 2025"), is_year("12")
    (True, True, False)
    """
    return _YEAR.fullmatch(folded(str(value))) is not None


def group_mark(text: str) -> str:
    """Return what kind of mark a text is: roman, letter, number, dotted or none.

    >>> [group_mark(text) for text in ("IV", "B", "12", "1.2", "Xã A")]
    ['roman', 'letter', 'number', 'dotted', '']
    """
    mark = text.strip("().:/ ")
    if mark.isdecimal():
        return "number"
    if _DOTTED.fullmatch(mark):
        return "dotted"
    if _ROMAN.fullmatch(mark):
        return "roman"
    return "letter" if len(mark) == 1 and mark.isascii() and mark.isalpha() else ""


def without_mark(text: str) -> tuple[str, str]:
    """Return the mark that a text begins with, and the rest.

    >>> without_mark("II. Huyện Định Hóa"), without_mark("Huyện Phú Lương")
    (('II', 'Huyện Định Hóa'), ('', 'Huyện Phú Lương'))
    """
    found = _MARK.match(text)
    if found is None or not text[found.end() :]:
        return "", text
    return found[1], text[found.end() :].strip()


def without_unit(title: str) -> tuple[str, str]:
    """Return a header without the unit that its brackets name, and that unit.

    >>> without_unit("Chiều cao (m)"), without_unit("Kinh độ (WGS84)")
    (('Chiều cao', 'm'), ('Kinh độ (WGS84)', ''))
    """
    for found in reversed(list(_BRACKETS.finditer(title))):
        unit = _UNIT_LABEL.sub("", found[1].strip())
        if unit_named(unit) is not None or is_money_unit(unit):
            kept = title[: found.start()] + title[found.end() :]
            return " ".join(kept.split()), unit
    return title, ""


def table_unit(line: str) -> str:
    """Return the unit that a line above a table names; empty when it names none.

    >>> table_unit("Đơn vị tính: triệu đồng")
    'triệu đồng'
    """
    found = _TABLE_UNIT.search(line)
    return found[1] if found else ""


def is_money_unit(unit: str) -> bool:
    """Return whether a unit is money."""
    return _MONEY_UNIT.fullmatch(folded(unit)) is not None


def is_money_title(title: str) -> bool:
    """Return whether a header speaks of money."""
    return _MONEY_TITLE.search(folded(title)) is not None
