"""What a periodic report says of places without signal and of tasks."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from hatangso.documents.kinds.periodic_facts import (
    CoverageState,
    HoleFact,
    PeriodicFacts,
    TaskFact,
)
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
from hatangso.documents.official.spans import Sentence, TracedNumber
from hatangso.language import format_date, sort_key
from hatangso.model.provenance import Reality

__all__ = [
    "closed_holes",
    "hole_blocks",
    "late_tasks",
    "new_holes",
    "open_holes",
    "overdue_holes",
    "task_blocks",
    "tasks_due_soon",
]

REGISTER = "Sổ đăng ký hạ tầng số của tỉnh"
_SOON = timedelta(days=60)
_KINDS = {"white": "Trắng sóng", "hollow": "Lõm sóng", "": "Chưa phân loại"}
_OPEN = {
    "reported": "Mới phản ánh",
    "confirmed": "Đã xác nhận",
    "assigned": "Đã giao doanh nghiệp",
    "building": "Đang thực hiện",
}
_LISTED = 20
_ALL_PERCENT = 100


def open_holes(facts: PeriodicFacts) -> list[HoleFact]:
    """Return the holes that are neither closed nor found to be none."""
    return [one for one in facts.holes or () if one.state in _OPEN]


def new_holes(facts: PeriodicFacts) -> list[HoleFact]:
    """Return the holes that were found in the period."""
    return [one for one in facts.holes or () if _within(facts, one.found_on)]


def closed_holes(facts: PeriodicFacts) -> list[HoleFact]:
    """Return the holes that got signal in the period."""
    return [
        one
        for one in facts.holes or ()
        if one.state == "closed" and _within(facts, one.closed_on)
    ]


def overdue_holes(facts: PeriodicFacts) -> list[HoleFact]:
    """Return the open holes whose promised day has passed, the latest first."""
    late = [
        one
        for one in open_holes(facts)
        if one.promised_on is not None and one.promised_on < facts.until
    ]
    return sorted(late, key=lambda x: (x.promised_on, _order(x)))


def _within(facts: PeriodicFacts, day: date | None) -> bool:
    return day is not None and facts.period.first <= day <= facts.until


def _order(hole: HoleFact) -> tuple[object, ...]:
    return sort_key(hole.commune), sort_key(hole.place)


def hole_blocks(facts: PeriodicFacts) -> Iterator[Block]:
    """Yield what is known of places without signal."""
    if facts.holes is None:
        yield Paragraph(
            (
                (
                    "Tỉnh chưa lập danh sách điểm trắng sóng, lõm sóng trong sổ đăng"
                    " ký; chưa có số liệu về số điểm, tình trạng và thời hạn xử lý."
                ),
            )
        )
    else:
        yield Paragraph(_hole_sentence(facts))
        if open_holes(facts):
            yield _state_table(facts)
        late = overdue_holes(facts)
        if late:
            yield _overdue_table(facts, late)
    if facts.coverage is None:
        yield Paragraph(
            (
                (
                    "Chưa có kết quả tính toán phủ sóng còn giá trị để đối chiếu với"
                    " danh sách trên."
                ),
            )
        )
        return
    yield Paragraph(_coverage_sentence(facts.coverage))
    if facts.coverage.communes:
        yield _commune_table(facts.coverage)


def _hole_sentence(facts: PeriodicFacts) -> Sentence:
    still = open_holes(facts)
    told: list[str | TracedNumber] = [
        f"Đến ngày {format_date(facts.until)}, toàn tỉnh còn ",
        of_register(facts, "hole:open", "Số điểm chưa có sóng", len(still)),
        " điểm trắng sóng, lõm sóng chưa được phủ sóng; trong kỳ ghi nhận mới ",
        of_register(facts, "hole:new", "Số điểm ghi nhận mới", len(new_holes(facts))),
        " điểm, đã phủ sóng ",
        of_register(
            facts, "hole:closed", "Số điểm đã phủ sóng", len(closed_holes(facts))
        ),
        " điểm",
    ]
    late = overdue_holes(facts)
    if late:
        told += [
            ", quá thời hạn cam kết ",
            of_register(facts, "hole:late", "Số điểm quá thời hạn", len(late)),
            " điểm.",
        ]
    else:
        told.append("; không có điểm nào quá thời hạn cam kết.")
    return tuple(told)


def _state_table(facts: PeriodicFacts) -> Table:
    still = open_holes(facts)
    kinds = [code for code in _KINDS if any(one.kind == code for one in still)]
    rows = [
        Row(
            (
                (_KINDS[code],),
                *(
                    (_of_state(facts, code, state, still),)
                    for state in (*_OPEN, "open")
                ),
            )
        )
        for code in kinds
    ]
    rows.append(
        Row(
            (
                ("Tổng cộng",),
                *((_of_state(facts, "all", s, still),) for s in (*_OPEN, "open")),
            ),
            RowRole.TOTAL,
        )
    )
    return Table(
        name="diem_lom_theo_tinh_trang",
        caption="Điểm chưa có sóng theo loại và tình trạng xử lý",
        columns=(
            Column("loai", "Loại", width=1.8),
            *(
                Column(state, words, ColumnKind.NUMBER, unit="điểm")
                for state, words in _OPEN.items()
            ),
            Column("tong", "Tổng số", ColumnKind.NUMBER, unit="điểm"),
        ),
        rows=tuple(rows),
    )


def _of_state(
    facts: PeriodicFacts, kind: str, state: str, holes: Iterable[HoleFact]
) -> TracedNumber:
    count = sum(
        kind in {one.kind, "all"} and state in {one.state, "open"} for one in holes
    )
    what = f"{_KINDS.get(kind, 'Tất cả')}, {_OPEN.get(state, 'mọi tình trạng').lower()}"
    key = f"hole:{kind or 'unclassed'}:{state}"
    return of_register(facts, key, f"Số điểm: {what}", count)


def _overdue_table(facts: PeriodicFacts, late: list[HoleFact]) -> Table:
    rows = tuple(
        Row(
            (
                (str(at),),
                (", ".join(filter(None, (one.place, one.commune))),),
                (_KINDS.get(one.kind, _KINDS[""]),),
                (one.operator or "Chưa giao",),
                (format_date(one.promised_on) if one.promised_on else "",),
                (
                    of_register(
                        facts,
                        f"hole:{one.key}:days_late",
                        f"Số ngày chậm: {one.place}, {one.commune}",
                        (facts.until - one.promised_on).days if one.promised_on else 0,
                    ),
                ),
            )
        )
        for at, one in enumerate(late[:_LISTED], 1)
    )
    return Table(
        name="diem_lom_qua_han",
        caption="Điểm chưa có sóng đã quá thời hạn cam kết",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("noi", "Thôn, xã", width=3.4),
            Column("loai", "Loại", width=1.4),
            Column("nha_mang", "Doanh nghiệp", width=1.6),
            Column("han", "Thời hạn", ColumnKind.DATE, width=1.4),
            Column("cham", "Chậm", ColumnKind.NUMBER, unit="ngày"),
        ),
        rows=rows,
        note=_and_others(len(late), "điểm"),
    )


def _and_others(count: int, noun: str) -> str:
    others = count - _LISTED
    return f"Ghi chú: và {others} {noun} khác trong sổ đăng ký." if others > 0 else ""


def _coverage_sentence(coverage: CoverageState) -> Sentence:
    def number(key: str, label: str, value: int) -> TracedNumber:
        return traced(
            value,
            key=f"coverage:{key}",
            label=f"{label} ({coverage.technology})",
            period=coverage.as_of,
            source="Kết quả tính toán phủ sóng",
            reality=coverage.reality,
        )

    told: list[str | TracedNumber] = [
        (
            f"Theo kết quả tính toán phủ sóng {coverage.technology} trên số liệu ngày"
            f" {coverage.as_of}, trong "
        ),
        number("places", "Số thôn, bản có kết quả", coverage.places),
        " thôn, bản, tổ dân phố có kết quả có ",
        number("without", "Số thôn, bản chưa có sóng", coverage.places_without),
        " thôn, bản, tổ dân phố chưa có sóng với ",
        number("people", "Số người chưa có sóng", coverage.people_without),
        " người",
    ]
    if coverage.places_unknown:
        told += [
            "; còn ",
            number("unknown", "Số thôn, bản chưa rõ", coverage.places_unknown),
            " thôn, bản, tổ dân phố chưa rõ do thiếu số liệu địa hình",
        ]
    return (*told, ".")


def _commune_table(coverage: CoverageState) -> Table:
    def number(code: str, what: str, value: float, decimals: int = 0) -> TracedNumber:
        return traced(
            value,
            decimals=decimals,
            key=f"coverage:{what}:{code}",
            label=f"{_COMMUNE_WORDS[what]}: {code}",
            period=coverage.as_of,
            source="Kết quả tính toán phủ sóng",
            reality=coverage.reality,
        )

    return Table(
        name="xa_nhieu_nguoi_chua_co_song",
        caption=(
            f"Các xã, phường có tỷ lệ dân số chưa có sóng {coverage.technology} cao"
            " nhất theo kết quả tính toán"
        ),
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("xa", "Xã, phường", width=3.0),
            Column("thon", "Chưa có sóng", ColumnKind.NUMBER, unit="thôn, bản"),
            Column("nguoi", "Chưa có sóng", ColumnKind.NUMBER, unit="người"),
            Column("ty_le", "Tỷ lệ dân số", ColumnKind.NUMBER, unit="%"),
        ),
        rows=tuple(
            Row(
                (
                    (str(at),),
                    (one.name,),
                    (number(one.code, "places", one.places_without),),
                    (number(one.code, "people", one.people_without),),
                    (
                        number(
                            one.code,
                            "ratio",
                            _ALL_PERCENT * one.people_without / one.people,
                            1,
                        ),
                    ),
                )
            )
            for at, one in enumerate(coverage.communes, 1)
        ),
    )


_COMMUNE_WORDS = {
    "places": "Số thôn, bản chưa có sóng",
    "people": "Số người chưa có sóng",
    "ratio": "Tỷ lệ dân số chưa có sóng",
}


def late_tasks(facts: PeriodicFacts) -> list[TaskFact]:
    """Return the open tasks whose day has passed, the latest first."""
    return [one for one in _open_tasks(facts) if _days_late(facts, one) > 0]


def tasks_due_soon(facts: PeriodicFacts) -> list[TaskFact]:
    """Return the open tasks that are due within 60 days, the next first."""
    return [
        one for one in _open_tasks(facts) if -_SOON.days <= _days_late(facts, one) <= 0
    ]


def _open_tasks(facts: PeriodicFacts) -> list[TaskFact]:
    found = [one for one in facts.tasks or () if not one.is_over and one.deadline]
    return sorted(found, key=lambda x: (x.deadline, sort_key(x.lead), sort_key(x.name)))


def _days_late(facts: PeriodicFacts, task: TaskFact) -> int:
    return (facts.until - task.deadline).days if task.deadline else 0


def task_blocks(facts: PeriodicFacts) -> Iterator[Block]:
    """Yield what is late and what is due soon."""
    if facts.tasks is None:
        yield Paragraph(
            (
                (
                    "Sổ đăng ký chưa có danh mục nhiệm vụ; chưa có số liệu về tiến độ"
                    " thực hiện nhiệm vụ."
                ),
            )
        )
        return
    late, soon = late_tasks(facts), tasks_due_soon(facts)
    without = sum(one.deadline is None and not one.is_over for one in facts.tasks)
    yield Paragraph(_task_sentence(facts, len(late), len(soon), without))
    if late:
        yield _task_table(facts, late, is_late=True)
    if soon:
        yield _task_table(facts, soon, is_late=False)


def _task_sentence(
    facts: PeriodicFacts, late: int, soon: int, without: int
) -> Sentence:
    tasks = facts.tasks or ()
    told: list[str | TracedNumber] = [
        "Trong ",
        of_register(facts, "task:all", "Số nhiệm vụ", len(tasks)),
        " nhiệm vụ đang theo dõi có ",
        of_register(
            facts,
            "task:over",
            "Số nhiệm vụ đã hoàn thành hoặc dừng",
            sum(one.is_over for one in tasks),
        ),
        " nhiệm vụ đã hoàn thành hoặc dừng; ",
        of_register(facts, "task:late", "Số nhiệm vụ chậm tiến độ", late),
        " nhiệm vụ chậm tiến độ; ",
        of_register(facts, "task:soon", "Số nhiệm vụ đến hạn trong 60 ngày", soon),
        " nhiệm vụ đến hạn trong 60 ngày tới",
    ]
    if without:
        told += [
            "; ",
            of_register(
                facts, "task:undated", "Số nhiệm vụ không nêu thời hạn", without
            ),
            " nhiệm vụ không nêu thời hạn",
        ]
    return (*told, ".")


def _task_table(facts: PeriodicFacts, tasks: list[TaskFact], *, is_late: bool) -> Table:
    rows = tuple(_task_row(facts, at, one) for at, one in enumerate(tasks[:_LISTED], 1))
    return Table(
        name="nhiem_vu_cham" if is_late else "nhiem_vu_sap_den_han",
        caption="Nhiệm vụ chậm tiến độ"
        if is_late
        else "Nhiệm vụ đến hạn trong 60 ngày tới",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("nhiem_vu", "Nhiệm vụ", width=3.6),
            Column("chu_tri", "Chủ trì", width=1.8),
            Column("han", "Thời hạn", ColumnKind.DATE, width=1.4),
            Column("so_ngay", "Chậm" if is_late else "Còn", ColumnKind.NUMBER, "ngày"),
            Column("ty_le", "Hoàn thành", ColumnKind.NUMBER, unit="%", width=1.2),
            Column("vuong_mac", "Khó khăn, vướng mắc", width=2.4),
        ),
        rows=rows,
        note=_and_others(len(tasks), "nhiệm vụ"),
    )


def _task_row(facts: PeriodicFacts, at: int, task: TaskFact) -> Row:
    days = abs(_days_late(facts, task))
    done = task.done_percent
    return Row(
        (
            (str(at),),
            (task.name,),
            (task.lead,),
            (format_date(task.deadline) if task.deadline else "",),
            (
                of_register(
                    facts, f"task:{task.key}:days", f"Số ngày: {task.name}", days
                ),
            ),
            (
                traced(
                    done,
                    unit="%",
                    key=f"task:{task.key}:done",
                    label=f"Tỷ lệ hoàn thành: {task.name}",
                    period=format_date(facts.until),
                    source=REGISTER,
                    reality=Reality.REAL,
                ),
            ),
            (task.risk,),
        )
    )


def of_register(facts: PeriodicFacts, key: str, label: str, value: int) -> TracedNumber:
    return traced(
        value,
        key=key,
        label=label,
        period=format_date(facts.until),
        source=REGISTER,
        reality=Reality.REAL,
    )
