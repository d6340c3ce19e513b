"""Danh sách thôn trắng sóng, lõm sóng: places without signal, commune by commune."""

from collections.abc import Iterable, Sequence

from hatangso.documents.kinds.hole_facts import HoleClass, HoleEntry, HoleListFacts
from hatangso.documents.kinds.hole_tables import (
    CLASS_TITLES,
    commune_table,
    place_table,
    site_table,
    totalled,
)
from hatangso.documents.official.blocks import Block, Heading, Paragraph
from hatangso.documents.official.official_document import (
    Annex,
    DocumentForm,
    OfficialDocument,
)
from hatangso.documents.official.spans import Sentence, Span
from hatangso.language import format_date, sort_key

__all__ = ["compose_hole_list"]

_COUNTED = {
    HoleClass.WHITE: " thôn trắng sóng",
    HoleClass.HOLLOW: " cụm dân cư lõm sóng",
    HoleClass.UNCLASSED: " nơi chưa phân loại",
    HoleClass.SIMULATED_NONE: " thôn chưa có sóng di động",
    HoleClass.SIMULATED_4G: " thôn có sóng di động 2G hoặc 3G nhưng chưa có sóng 4G",
}
_OFFICIAL = (HoleClass.WHITE, HoleClass.HOLLOW)
_MEANING = (
    "Trắng sóng: trung tâm thôn (nhà văn hóa) chưa có sóng di động. Lõm sóng: trung tâm"
    " thôn có sóng, còn cụm dân cư chưa có sóng. Tiêu chí theo Công văn số"
    " 1603/BTTTT-CVT ngày 25/4/2024 của Bộ Thông tin và Truyền thông."
)
_SIMULATED_MEANING = (
    "Danh sách này do tính toán mô phỏng từ trạm thu phát sóng và địa hình; chưa được"
    " đo kiểm, rà soát tại chỗ nên không thay thế danh sách thôn trắng sóng, lõm sóng"
    " do cơ quan có thẩm quyền xác định."
)


def compose_hole_list(facts: HoleListFacts) -> OfficialDocument:
    """Return the list with its summary, annexes and map."""
    issuer = facts.issuer
    entries = sorted(
        facts.entries,
        key=lambda one: (
            sort_key(one.commune),
            sort_key(one.place),
            sort_key(one.cluster),
            one.key,
        ),
    )
    what = (
        "Thôn chưa có sóng di động theo tính toán mô phỏng"
        if facts.is_simulated
        else "Thôn trắng sóng, lõm sóng"
    )
    return OfficialDocument(
        kind="hole_list",
        form=DocumentForm.TITLED,
        letterhead=issuer.department_letterhead("DS", None),
        type_name="DANH SÁCH",
        subject=f"{what} trên địa bàn tỉnh {issuer.province}",
        blocks=tuple(_blocks(facts, entries)),
        signature=issuer.department_signature,
        parameters=facts.parameters,
        recipients=issuer.recipients.get("hole_list", ()) or _recipients(facts),
        annexes=tuple(_annexes(facts, entries)),
        marks=facts.marks,
    )


def _recipients(facts: HoleListFacts) -> tuple[str, ...]:
    archive = ", ".join(one for one in ("VT", facts.issuer.division_code) if one)
    return (
        "UBND tỉnh (để báo cáo);",
        "UBND các xã, phường;",
        "Các doanh nghiệp viễn thông;",
        f"Lưu: {archive}.",
    )


def _blocks(facts: HoleListFacts, entries: Sequence[HoleEntry]) -> Iterable[Block]:
    yield Heading("TỔNG HỢP")
    yield Paragraph(_summary(facts, entries), "summary")
    if entries and not facts.is_simulated:
        yield Paragraph(_progress(entries), "progress")
    if facts.closed:
        closed = totalled("closed", facts.closed, "Nơi đã được phủ sóng", entries)
        yield Paragraph((closed, " nơi trong danh sách trước đây đã được phủ sóng."))
    meaning = _SIMULATED_MEANING if facts.is_simulated else _MEANING
    yield Paragraph((meaning,), is_note=True)
    if entries:
        yield commune_table(entries)
        yield Paragraph(("Danh sách chi tiết nêu tại các phụ lục kèm theo.",))


def _summary(facts: HoleListFacts, entries: Sequence[HoleEntry]) -> Sentence:
    """Return how many places of which class there are, and how many live there."""
    day, where = format_date(facts.as_of), f"trên địa bàn tỉnh {facts.issuer.province}"
    start = f"Tính đến ngày {day}, {where}"
    if not entries:
        if facts.is_simulated:
            return (f"{start} tính toán mô phỏng không thấy thôn nào chưa có sóng 4G.",)
        return (f"{start} không còn thôn trắng sóng, cụm dân cư lõm sóng nào.",)
    if facts.is_simulated:
        start += " chưa có nơi nào trong sổ đăng ký; theo tính toán mô phỏng,"
    told: list[Span] = [f"{start} có "]
    counted = [(one, _of(entries, one)) for one in HoleClass]
    shown = [
        (one, found)
        for one, found in counted
        if found or (one in _OFFICIAL and not facts.is_simulated)
    ]
    for at, (one, found) in enumerate(shown):
        told.append(", " if at else "")
        told.append(
            totalled(f"class:{one.value}", len(found), CLASS_TITLES[one], entries)
        )
        told.append(_COUNTED[one])
    communes = len({one.commune for one in entries})
    told += [
        " tại ",
        totalled("communes", communes, "Xã, phường có nơi chưa có sóng", entries),
        " xã, phường, với ",
        *_summed(entries, "households", "Số hộ chưa có sóng", "hộ"),
        ", ",
        *_summed(entries, "people", "Số người chưa có sóng", "người"),
    ]
    told += _power(entries)
    return (*(span for span in told if span), ".")


def _power(entries: Sequence[HoleEntry]) -> list[Span]:
    """Return how many places lack the grid, as far as anybody has said."""
    unclear = sum(one.has_grid_power is None for one in entries)
    if unclear == len(entries):
        return ["; chưa có số liệu về điện lưới"]
    dark = sum(one.has_grid_power is False for one in entries)
    told: list[Span] = [
        "; trong đó ",
        totalled("no_grid_power", dark, "Nơi chưa có điện lưới", entries),
        " nơi chưa có điện lưới",
    ]
    if unclear:
        label = "Nơi chưa rõ có điện lưới"
        number = totalled("unclear_power", unclear, label, entries)
        told += [", ", number, " nơi chưa rõ có điện lưới hay không"]
    return told


def _of(entries: Iterable[HoleEntry], wanted: HoleClass) -> list[HoleEntry]:
    return [one for one in entries if one.hole_class is wanted]


def _summed(entries: Sequence[HoleEntry], name: str, label: str, unit: str) -> Sentence:
    """Return a sum, and how many places it leaves out because nobody knows theirs."""
    values: list[int | None] = [getattr(one, name) for one in entries]
    known = [value for value in values if value is not None]
    missing = len(values) - len(known)
    total = totalled(f"{name}:all", sum(known) if known else None, label, entries, unit)
    if not missing or not known:
        return (total, f" {unit}") if known else (f"số {unit} ", total)
    left = totalled(f"{name}:missing", missing, f"Nơi chưa có số {unit}", entries)
    return (total, f" {unit} (chưa kể ", left, " nơi chưa có số liệu)")


def _progress(entries: Sequence[HoleEntry]) -> Sentence:
    given = sum(bool(one.operator) for one in entries)
    late = sum(one.is_late for one in entries)
    return (
        totalled("assigned", given, "Nơi đã giao doanh nghiệp", entries),
        " nơi đã giao doanh nghiệp viễn thông chịu trách nhiệm phủ sóng, ",
        totalled("open", len(entries) - given, "Nơi chưa giao doanh nghiệp", entries),
        " nơi chưa giao; ",
        totalled("late", late, "Nơi đã quá thời hạn phủ sóng", entries),
        " nơi đã quá thời hạn cam kết.",
    )


def _annexes(facts: HoleListFacts, entries: Sequence[HoleEntry]) -> Iterable[Annex]:
    if not entries:
        return
    title = (
        "DANH SÁCH THÔN CHƯA CÓ SÓNG THEO TÍNH TOÁN MÔ PHỎNG"
        if facts.is_simulated
        else "DANH SÁCH THÔN TRẮNG SÓNG, CỤM DÂN CƯ LÕM SÓNG"
    )
    tables = [place_table(one, of) for one in HoleClass if (of := _of(entries, one))]
    yield Annex(title, tuple(tables))
    if any(one.sites for one in entries):
        table = site_table(entries)
        yield Annex(
            "TRẠM GẦN NHẤT CỦA CÁC DOANH NGHIỆP VÀ ĐỊA HÌNH CHE KHUẤT", (table,)
        )
    if facts.map is not None:
        yield Annex("BẢN ĐỒ CÁC NƠI CHƯA CÓ SÓNG", (facts.map,), is_landscape=False)
