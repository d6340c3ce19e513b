"""The pictures of a periodic report: where targets stand, where people lack signal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hatangso.documents.graphics.drawing_notes import DrawingNotes
from hatangso.documents.graphics.map_content import Area, MapContent
from hatangso.documents.graphics.province_map import province_map
from hatangso.documents.graphics.stacked_bars import (
    StackedBar,
    StackedBars,
    stacked_bars,
)
from hatangso.documents.kinds.periodic_facts import TargetCase, TargetLine
from hatangso.documents.official.blocks import Figure
from hatangso.model.admin_unit import AdminUnit

__all__ = ["CASE_WORDS", "coverage_map", "standing_chart"]

CASE_WORDS = {
    TargetCase.MET: "Đạt",
    TargetCase.MET_EARLY: "Đạt trước hạn",
    TargetCase.ON_COURSE: "Đúng tiến độ",
    TargetCase.OPEN: "Chưa đạt",
    TargetCase.AT_RISK: "Chậm tiến độ",
    TargetCase.MISSED: "Không đạt",
    TargetCase.UNKNOWN: "Chưa đánh giá được",
}
"""What tables and pictures call the cases; a sentence says it in small letters."""

_STEPS_PERCENT = (0.0, 2.0, 5.0, 10.0)
_STEP_WORDS = ("0", "đến 2", "trên 2 đến 5", "trên 5 đến 10", "trên 10")
_ALL_PERCENT = 100


def standing_chart(targets: Iterable[TargetLine]) -> Figure | None:
    """Return bars of how many targets of each component stand where."""
    groups: dict[str, list[TargetCase]] = {}
    for one in targets:
        groups.setdefault(one.component, []).append(one.case)
    if not groups:
        return None
    parts = [case for case in TargetCase if any(case in one for one in groups.values())]
    bars = [
        StackedBar(name, [cases.count(case) or None for case in parts])
        for name, cases in groups.items()
    ]
    told = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{CASE_WORDS[case].lower()} {cases.count(case)}"
            for case in parts
            if case in cases
        )
        for name, cases in groups.items()
    )
    words = [CASE_WORDS[case] for case in parts]
    return Figure(
        name="danh_gia_chi_tieu",
        svg=stacked_bars(StackedBars(words, bars, "chỉ tiêu", 0)),
        caption="Số chỉ tiêu theo nội dung và kết quả đánh giá",
        description=told,
    )


def coverage_map(
    communes: Sequence[AdminUnit],
    without_ratio: Mapping[str, float],
    *,
    technology: str,
    as_of: date | None,
    marks: Sequence[str],
) -> Figure:
    """Return the map of the communes by the share of people without signal.

    Args:
        communes: Those of the province.
        without_ratio: By code; communes of which nobody can tell are not in it.
        technology: Whose signal.
        as_of: Day of the data.
        marks: Sentences about data that are not real.
    """
    areas = [
        Area(one.code, one.name_vi, one.geometry, _step(without_ratio.get(one.code)))
        for one in communes
    ]
    content = MapContent(
        areas=areas,
        classes=_STEP_WORDS,
        classes_title=f"Tỷ lệ dân số chưa có sóng {technology} (%)",
        notes=DrawingNotes(("kết quả tính toán phủ sóng",), as_of, marks),
    )
    return Figure(
        name="ban_do_phu_song",
        svg=province_map(content),
        caption=f"Tỷ lệ dân số chưa có sóng {technology} theo xã, phường",
        description=(
            f"Bản đồ các xã, phường theo tỷ lệ dân số chưa có sóng {technology}; bảng"
            " trên nêu các xã, phường có tỷ lệ cao nhất."
        ),
    )


def _step(ratio: float | None) -> int | None:
    if ratio is None:
        return None
    percent = _ALL_PERCENT * ratio
    return sum(percent > limit for limit in _STEPS_PERCENT)
