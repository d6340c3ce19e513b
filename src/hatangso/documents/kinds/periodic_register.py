"""What a periodic report says of the register: what changed in it, how fresh it is."""

from collections.abc import Iterator

from hatangso.documents.kinds.periodic_facts import (
    KindFreshness,
    PeriodicFacts,
    TargetCase,
)
from hatangso.documents.kinds.periodic_holes import REGISTER, of_register
from hatangso.documents.official.blocks import (
    Block,
    Column,
    ColumnKind,
    Paragraph,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.numbers import traced
from hatangso.documents.official.source_annex import REALITY_WORDS
from hatangso.documents.official.spans import Sentence, TracedNumber
from hatangso.language import format_date
from hatangso.model.provenance import Reality

__all__ = ["change_blocks", "freshness_blocks"]

_DONE = {
    "created": "Thêm mới",
    "updated": "Cập nhật",
    "confirmed": "Xác nhận",
    "removed": "Xóa, gộp",
}


def change_blocks(facts: PeriodicFacts) -> Iterator[Block]:
    """Yield what was written into the register in the period."""
    if not facts.changes:
        yield Paragraph(
            (
                (
                    "Trong kỳ không có thay đổi nào được ghi nhận trong sổ đăng ký hạ"
                    " tầng số."
                ),
            )
        )
        return
    yield Paragraph(_change_sentence(facts))
    yield _change_table(facts)


def _change_sentence(facts: PeriodicFacts) -> Sentence:
    found = {one.kind: one.created for one in facts.changes}
    told: list[str | TracedNumber] = [
        f"Trong {facts.period.words}, sổ đăng ký ghi nhận "
    ]
    for at, (kind, noun) in enumerate(
        (
            ("site", "vị trí trạm mới"),
            ("service", "dịch vụ mới trên trạm"),
            ("coverage_hole", "điểm trắng sóng, lõm sóng mới"),
        )
    ):
        told.append("; " if at else "")
        told.append(_changed(facts, kind, "created", noun, found.get(kind, 0)))
        told.append(f" {noun}")
    return (*told, ". Chi tiết như bảng sau.")


def _changed(
    facts: PeriodicFacts, kind: str, action: str, label: str, value: int
) -> TracedNumber:
    return traced(
        value,
        key=f"change:{kind}:{action}",
        label=f"{_DONE[action]} trong kỳ: {label}",
        period=facts.period.words,
        source=f"Nhật ký thay đổi, {REGISTER[0].lower()}{REGISTER[1:]}",
        reality=Reality.REAL,
    )


def _change_table(facts: PeriodicFacts) -> Table:
    rows = [
        Row(
            (
                (str(at),),
                (one.name,),
                *(
                    (_changed(facts, one.kind, done, one.name, getattr(one, done)),)
                    for done in _DONE
                ),
            )
        )
        for at, one in enumerate(facts.changes, 1)
    ]
    totals = (sum(getattr(one, done) for one in facts.changes) for done in _DONE)
    numbers = (
        (_changed(facts, "all", done, "tất cả", total),)
        for done, total in zip(_DONE, totals, strict=True)
    )
    rows.append(Row(((), ("Tổng cộng",), *numbers), RowRole.TOTAL))
    return Table(
        name="bien_dong",
        caption=f"Biến động của sổ đăng ký trong {facts.period.words}",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("loai", "Đối tượng", width=3.4),
            *(
                Column(done, words, ColumnKind.NUMBER, unit="bản ghi", width=1.2)
                for done, words in _DONE.items()
            ),
        ),
        rows=tuple(rows),
    )


def freshness_blocks(facts: PeriodicFacts) -> Iterator[Block]:
    """Yield how fresh the data are, and what is missing."""
    yield Paragraph(_missing_sentence(facts))
    if facts.freshness:
        yield _freshness_table(facts)
    if facts.layers:
        yield _layer_table(facts)


def _missing_sentence(facts: PeriodicFacts) -> Sentence:
    unknown = sum(one.case is TargetCase.UNKNOWN for one in facts.targets)
    stale = sum(one.stale for one in facts.freshness)
    told: list[str | TracedNumber] = []
    if unknown:
        told += [
            "Còn ",
            of_register(
                facts, "missing:targets", "Số chỉ tiêu chưa đánh giá được", unknown
            ),
            " chỉ tiêu chưa đủ số liệu để đánh giá. ",
        ]
    else:
        told.append("Các chỉ tiêu đang có hiệu lực đều có số liệu để đánh giá. ")
    if stale:
        told += [
            "Sổ đăng ký có ",
            of_register(facts, "missing:stale", "Số bản ghi quá hạn xác nhận", stale),
            " bản ghi quá thời hạn xác nhận lại.",
        ]
    elif facts.freshness:
        told.append("Sổ đăng ký không có bản ghi nào quá thời hạn xác nhận lại.")
    else:
        told.append("Sổ đăng ký chưa có bản ghi nào.")
    never = sum(one.never_confirmed for one in facts.freshness)
    if never:
        told += [
            " Còn ",
            of_register(
                facts, "missing:never", "Số bản ghi chưa từng được xác nhận", never
            ),
            " bản ghi chưa từng được xác nhận.",
        ]
    if facts.begun_later_on is not None:
        told.append(
            f" Sổ đăng ký được lập từ ngày {format_date(facts.begun_later_on)}, sau kỳ"
            " báo cáo; danh sách điểm chưa có sóng và nhiệm vụ nêu trên là tình trạng"
            " hiện nay."
        )
    return tuple(told)


def _freshness_table(facts: PeriodicFacts) -> Table:
    return Table(
        name="do_moi",
        caption="Tình trạng xác nhận số liệu của sổ đăng ký",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("loai", "Đối tượng", width=3.2),
            Column("so", "Số bản ghi", ColumnKind.NUMBER, width=1.2),
            Column("qua_han", "Quá hạn xác nhận", ColumnKind.NUMBER, width=1.3),
            Column("chua", "Chưa từng xác nhận", ColumnKind.NUMBER, width=1.3),
            Column("cu_nhat", "Xác nhận lâu nhất", ColumnKind.DATE, width=1.5),
            Column("han", "Thời hạn xác nhận", ColumnKind.NUMBER, "ngày", 1.3),
        ),
        rows=tuple(
            _freshness_row(facts, at, one) for at, one in enumerate(facts.freshness, 1)
        ),
    )


def _freshness_row(facts: PeriodicFacts, at: int, one: KindFreshness) -> Row:
    def number(what: str, label: str, value: int) -> TracedNumber:
        key = f"freshness:{one.kind}:{what}"
        return of_register(facts, key, f"{label}: {one.name}", value)

    return Row(
        (
            (str(at),),
            (one.name,),
            (number("records", "Số bản ghi", one.records),),
            (number("stale", "Quá hạn xác nhận", one.stale),),
            (number("never", "Chưa từng xác nhận", one.never_confirmed),),
            (format_date(one.oldest),) if one.oldest else (),
            (number("days", "Thời hạn xác nhận", one.fresh_days),)
            if one.fresh_days is not None
            else (),
        )
    )


def _layer_table(facts: PeriodicFacts) -> Table:
    return Table(
        name="lop_du_lieu",
        caption="Nguồn các lớp dữ liệu",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("lop", "Lớp dữ liệu", width=2.2),
            Column("ngay", "Thời điểm", width=1.5),
            Column("loai", "Loại số liệu", width=1.4),
            Column("nguon", "Nguồn", width=4.2),
        ),
        rows=tuple(
            Row(
                (
                    (str(at),),
                    (one.name,),
                    (one.as_of,),
                    (REALITY_WORDS[one.reality],),
                    (one.source,),
                )
            )
            for at, one in enumerate(facts.layers, 1)
        ),
    )
