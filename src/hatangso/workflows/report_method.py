"""What the report says of its method: thresholds, parameters, and rates asked."""

from collections.abc import Callable, Sequence

from hatangso.documents.bilingual import number, plain_number, write_text
from hatangso.documents.report_content import RateGoal, SignalThreshold, Text
from hatangso.language import format_number
from hatangso.model.indicator import Comparator, Target
from hatangso.model.site import Technology
from hatangso.radio.itu_p2109 import BuildingType
from hatangso.radio.link_budget import RATED_TECHNOLOGIES, RadioParameters
from hatangso.workflows.assess_files import ProvinceAssessment
from hatangso.workflows.check import ProvinceInputs

__all__ = ["method_parameters", "rate_goals", "signal_thresholds"]

_QUANTITIES = {
    Technology.G2: "RxLev",
    Technology.G3: "RSCP",
    Technology.G4: "RSRP",
    Technology.G5: "SS-RSRP",
}
_RATE_INDICATORS = {
    Technology.G4: "mobile_4g_average_download",
    Technology.G5: "mobile_5g_average_download",
}
_NATIONAL = "national"
_BUILDINGS = {
    BuildingType.TRADITIONAL: Text("truyền thống (P.2109)", "traditional (P.2109)"),
    BuildingType.THERMALLY_EFFICIENT: Text(
        "cách nhiệt tốt (P.2109)", "thermally efficient (P.2109)"
    ),
}
_PERCENT = 100
_SPACE = "\N{NO-BREAK SPACE}"


def signal_thresholds(radio: RadioParameters) -> tuple[SignalThreshold, ...]:
    """Return the medians from which service is basic and good, per technology."""
    return tuple(
        SignalThreshold(
            technology,
            _QUANTITIES[technology],
            *radio.thresholds_dbm(technology),
            radio.margin_db,
        )
        for technology in Technology
    )


def rate_goals(found: ProvinceAssessment) -> tuple[RateGoal, ...]:
    """Return the average rates that national documents ask for, the highest each."""
    documents = {item.id: item for item in found.documents if item.issuer == _NATIONAL}
    goals = []
    for technology, code in _RATE_INDICATORS.items():
        asked = [
            target
            for target in _targets(found, code)
            if target.document in documents
            and target.unit == found.catalogue[code].unit
        ]
        if asked:
            most = max(asked, key=lambda target: (target.value, target.id))
            document = documents[most.document]
            title = Text(document.title_vi, document.title_en)
            goals.append(RateGoal(technology, most.value, title))
    return tuple(goals)


def _targets(found: ProvinceAssessment, code: str) -> list[Target]:
    rising = {Comparator.AT_LEAST, Comparator.ABOVE, Comparator.EQUAL}
    targets = [item.target for item in found.assessments]
    return [x for x in targets if x.indicator == code and x.comparator in rising]


def method_parameters(inputs: ProvinceInputs) -> tuple[tuple[Text, Text], ...]:
    """Return the radio parameters that a reader asks for first, with their names."""
    radio = inputs.radio
    gradient = inputs.province.refractivity_gradient_n_per_km
    return (
        (
            Text("Mô hình chính", "First model"),
            Text("ITU-R P.1812-8, trung vị", "ITU-R P.1812-8, median"),
        ),
        (
            Text("Mô hình thứ hai", "Second model"),
            Text("ITM 1.2.2", "ITM 1.2.2"),
        ),
        (
            Text("Bộ tham số", "Parameter set"),
            Text(radio.parameter_set, radio.parameter_set),
        ),
        (
            Text("Hiệu chỉnh theo số đo", "Calibration with measurements"),
            _calibration(radio),
        ),
        (
            Text("Độ cao máy thu trên mặt đất", "Receiver height above the ground"),
            _with_unit(radio.receiver_height_m, "m"),
        ),
        (
            Text("Gradien chiết suất ΔN", "Refractivity gradient ΔN"),
            _with_unit(gradient, "N/km"),
        ),
        (
            Text("Dự phòng che khuất", "Shadow margin"),
            _margin(radio),
        ),
        *_situations(radio),
        *_rates(radio),
        *_antennas(radio),
    )


def _calibration(radio: RadioParameters) -> Text:
    offsets_db = [item.offset_db for item in radio.calibration.offsets]
    if not offsets_db:
        return Text("không có", "none")
    low, high = number(min(offsets_db), 1), number(max(offsets_db), 1)
    count = number(len(offsets_db))
    return Text(
        f"{count.vi} hệ số, từ {low.vi} đến {high.vi} dB",
        f"{count.en} offsets, from {low.en} to {high.en} dB",
    )


def _margin(radio: RadioParameters) -> Text:
    margin_db = number(radio.margin_db, 1)
    share = plain_number(_PERCENT * radio.location_probability)
    return Text(
        f"{margin_db.vi} dB, cho {share.vi} % vị trí",
        f"{margin_db.en} dB, for {share.en}% of places",
    )


def _situations(radio: RadioParameters) -> tuple[tuple[Text, Text], ...]:
    name = Text("Suy hao thân xe (giả định)", "Loss of a vehicle (assumed)")
    building = Text("Nhà (giả định)", "Building (assumed)")
    fixed = _with_unit(radio.fixed_indoor_loss_db, "dB")
    kind = _BUILDINGS.get(radio.building_type, fixed)
    return (name, _with_unit(radio.in_vehicle_loss_db, "dB")), (building, kind)


def _rates(radio: RadioParameters) -> tuple[tuple[Text, Text], ...]:
    def shares(name: str) -> Text:
        values = [getattr(radio.rates[one], name) for one in RATED_TECHNOLOGIES]
        return _joined([_PERCENT * value for value in values], "%")

    return (
        (
            Text("Tải của các sector khác (4G, 5G)", "Load of other sectors (4G, 5G)"),
            shares("load_ratio"),
        ),
        (
            Text("Phần sóng mang cho một người", "Share of the carrier per user"),
            shares("user_share_ratio"),
        ),
    )


def _antennas(radio: RadioParameters) -> tuple[tuple[Text, Text], ...]:
    chosen = radio.technologies.values()
    tilt = _joined([x.electrical_tilt_deg for x in chosen], "°")
    width = _joined([x.vertical_beamwidth_deg for x in chosen], "°")
    return (
        (
            Text(
                "Ăng-ten khi tệp không ghi (giả định)",
                "Antenna where no file tells (assumed)",
            ),
            Text(
                f"cụp {tilt.vi}, búp sóng đứng {width.vi}",
                f"tilt {tilt.en}, vertical beam {width.en}",
            ),
        ),
    )


def _joined(values: Sequence[float], unit_name: str) -> Text:
    """Return one value, or the least and the greatest of several."""
    space = "" if unit_name == "°" else _SPACE
    ends = sorted({min(values), max(values)})

    def write(one: Callable[[Text], str]) -> str:
        return "\N{EN DASH}".join(one(plain_number(value)) for value in ends)

    return Text(
        write(lambda text: text.vi) + space + unit_name,
        write(lambda text: text.en) + space + unit_name,
    )


def _with_unit(value: float, unit_name: str) -> Text:
    return write_text(
        lambda language: f"{format_number(value, 1, language)}{_SPACE}{unit_name}"
    )
