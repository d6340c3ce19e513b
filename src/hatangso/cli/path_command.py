"""The command ``path``: who sees what, why not, and what it would take."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from hatangso.cli.console import Output, default_language
from hatangso.cli.path_summary import say_path
from hatangso.errors import InvalidInputError
from hatangso.language import Language
from hatangso.model.site import Technology
from hatangso.model.situation import Situation
from hatangso.radio.itu_p1812 import Polarisation, SmoothMethod
from hatangso.radio.itu_p2108 import Clutter
from hatangso.radio.path_models import ClutterMethod, PathModel
from hatangso.workflows.path import study_path, study_profile
from hatangso.workflows.path_request import (
    AirAndGround,
    ClutterEnd,
    EndClutter,
    Equipment,
    PathRequest,
    Wave,
)

__all__ = ["path"]

Record = TypeVar("Record")
_END = "Mã trạm, thôn, cơ sở, hoặc kinh độ,vĩ độ (id or longitude,latitude)."
_ENDS = "Hai đầu (the two ends)"
_WAVE = "Sóng và mô hình (wave and models)"
_AIR = "Không khí và mặt đất (air and ground)"
_ITM = "Riêng mô hình ITM (ITM alone)"
_GEAR = "Thiết bị, ngưỡng (equipment and threshold)"
_CLUTTER = "Vật cản quanh ăng-ten, P.2108 (clutter at the ends)"
_RESULT = "Kết quả (results)"


def _option(panel: str, words: str, name: str | None = None) -> Any:  # noqa: ANN401 - what Typer makes has no type that it shows
    """Return an option in a panel of the help."""
    names = [name] if name else []
    return typer.Option(*names, help=words, rich_help_panel=panel, case_sensitive=False)


Directory = Annotated[
    Path | None, typer.Argument(help="Thư mục dữ liệu của tỉnh (province directory).")
]
Profile = Annotated[
    Path | None,
    typer.Option(
        help="Tệp mặt cắt CSV của ITU, thay cho thư mục tỉnh (profile file).",
        rich_help_panel=_ENDS,
    ),
]
Measurement = Annotated[
    int,
    typer.Option(
        min=1,
        help="Dòng đo nào của tệp mặt cắt (row of measurements of the file).",
        rich_help_panel=_ENDS,
    ),
]
Models = Annotated[
    list[PathModel] | None,
    typer.Option(
        "--model",
        help="p1812, itm, p525; lặp lại được (repeat it; p1812 and itm).",
        rich_help_panel=_WAVE,
        case_sensitive=False,
    ),
]
Azimuths = Annotated[
    str | None,
    typer.Option(
        "--azimuths-deg",
        help='Hướng các cung sóng, ví dụ "0 120 240" (sectors).',
        rich_help_panel=_GEAR,
    ),
]
Picture = Annotated[
    Path | None,
    typer.Option(help="Vẽ ra tệp SVG (draw it).", rich_help_panel=_RESULT),
]
NeededHeight = Annotated[
    bool,
    typer.Option(
        "--needed-height",
        help="Tìm độ cao ăng-ten cần có (the height a mast would need).",
        rich_help_panel=_RESULT,
    ),
]
Limit = Annotated[
    float,
    typer.Option(
        "--limit-m",
        help="Độ cao lớn nhất được xét (highest antenna tried).",
        rich_help_panel=_RESULT,
    ),
]
Json = Annotated[
    bool,
    typer.Option(
        "--json", help="In kết quả cho máy đọc (print JSON).", rich_help_panel=_RESULT
    ),
]
Lang = Annotated[
    Language,
    typer.Option(
        "--language",
        help="Ngôn ngữ của thông báo (language of the messages): vi, en.",
        default_factory=default_language,
        rich_help_panel=_RESULT,
    ),
]
Start = Annotated[str, typer.Option("--from", help=_END, rich_help_panel=_ENDS)]
End = Annotated[str, typer.Option("--to", help=_END, rich_help_panel=_ENDS)]
StartHeight = Annotated[
    float | None,
    _option(_ENDS, "Độ cao ăng-ten (antenna above the ground).", "--from-height-m"),
]
EndHeight = Annotated[
    float | None,
    _option(_ENDS, "Độ cao máy thu (receiver above the ground).", "--to-height-m"),
]
Frequency = Annotated[float | None, _option(_WAVE, "30-6000 MHz.")]
TimeShare = Annotated[
    float | None, _option(_WAVE, "Tỷ lệ thời gian, 1-50 % (share of time).")
]
LocationShare = Annotated[
    float | None, _option(_WAVE, "Tỷ lệ vị trí, 1-99 % (share of locations).")
]
SituationShare = Annotated[
    float | None, _option(_WAVE, "Độ tin cậy, ITM, % (confidence).")
]
Polarised = Annotated[Polarisation | None, _option(_WAVE, "Phân cực (polarisation).")]
Gradient = Annotated[
    float | None, _option(_AIR, "Delta-N, 0-150 N/km.", "--delta-n-per-km")
]
Refractivity = Annotated[float | None, _option(_AIR, "N0, 200-500 N.", "--n0")]
Latitude = Annotated[
    float | None, _option(_AIR, "Vĩ độ giữa tuyến (latitude of the middle).")
]
Sigma = Annotated[
    float | None, _option(_AIR, "Độ lệch theo vị trí, dB (spread over locations).")
]
BuildingLoss = Annotated[
    float | None, _option(_AIR, "Suy hao vào nhà, dB (loss into buildings).")
]
BuildingSigma = Annotated[
    float | None, _option(_AIR, "Độ lệch của nó, dB (its spread).")
]
StartCoast = Annotated[float | None, _option(_AIR, "Từ đầu phát ra biển, km (dct).")]
EndCoast = Annotated[float | None, _option(_AIR, "Từ đầu thu ra biển, km (dcr).")]
Smooth = Annotated[
    SmoothMethod | None, _option(_AIR, "Mặt đất trơn của P.1812 (smooth path).")
]
ClimateCode = Annotated[
    int | None, typer.Option(help="Khí hậu 1-7 (climate).", rich_help_panel=_ITM)
]
Permittivity = Annotated[
    float | None, _option(_ITM, "Hằng số điện môi của đất (permittivity).")
]
Conductivity = Annotated[
    float | None,
    _option(_ITM, "Độ dẫn điện của đất, S/m (conductivity).", "--conductivity-s-per-m"),
]
Mode = Annotated[
    int | None,
    typer.Option(help="Chế độ biến thiên 0-3 (variability).", rich_help_panel=_ITM),
]
Tech = Annotated[
    Technology | None, _option(_GEAR, "Công nghệ: 2G, 3G, 4G, 5G (technology).")
]
Operator = Annotated[
    str | None, typer.Option(help="Nhà mạng (operator).", rich_help_panel=_GEAR)
]
Eirp = Annotated[float | None, _option(_GEAR, "EIRP, dBm.")]
Power = Annotated[
    float | None, _option(_GEAR, "Công suất mỗi cổng, dBm (power per port).")
]
Bandwidth = Annotated[float | None, _option(_GEAR, "Băng thông, MHz (bandwidth).")]
Gain = Annotated[float | None, _option(_GEAR, "Độ lợi ăng-ten, dBi (gain).")]
Feeder = Annotated[float | None, _option(_GEAR, "Suy hao phi-đơ, dB (feeder).")]
MechanicalTilt = Annotated[
    float | None, _option(_GEAR, "Góc ngẩng cơ, dương là cúi (mechanical tilt).")
]
ElectricalTilt = Annotated[
    float | None, _option(_GEAR, "Góc ngẩng điện, dương là cúi (electrical tilt).")
]
AcrossWidth = Annotated[
    float | None, _option(_GEAR, "Độ rộng búp ngang (beam width across).")
]
UprightWidth = Annotated[
    float | None, _option(_GEAR, "Độ rộng búp đứng (beam width upright).")
]
FrontToBack = Annotated[
    float | None, _option(_GEAR, "Suy giảm trước-sau, dB (front to back).")
]
ReceiverGain = Annotated[
    float | None, _option(_GEAR, "Độ lợi máy thu, dBi (receiver's gain).")
]
Where = Annotated[
    Situation | None, _option(_GEAR, "Nơi dùng máy: outdoors, in_vehicle, indoors.")
]
Threshold = Annotated[float | None, _option(_GEAR, "Ngưỡng, dBm (threshold).")]
AtEnd = Annotated[
    ClutterEnd | None, _option(_CLUTTER, "Ở đầu nào (which end): from, to, both.")
]
Method = Annotated[
    ClutterMethod | None, _option(_CLUTTER, "height-gain (3.1), statistical (3.2).")
]
Kind = Annotated[Clutter | None, _option(_CLUTTER, "Loại (kind).")]
ClutterHeight = Annotated[
    float | None, _option(_CLUTTER, "Chiều cao vật cản, m (height).")
]
Street = Annotated[float | None, _option(_CLUTTER, "Bề rộng phố, m (street width).")]


def path(
    directory: Directory = None,
    start: Start = "",
    end: End = "",
    *,
    profile: Profile = None,
    measurement: Measurement = 1,
    start_height_m: StartHeight = None,
    end_height_m: EndHeight = None,
    models: Models = None,
    frequency_mhz: Frequency = None,
    time_percent: TimeShare = None,
    location_percent: LocationShare = None,
    situation_percent: SituationShare = None,
    polarisation: Polarised = None,
    refractivity_gradient_n_per_km: Gradient = None,
    surface_refractivity_n: Refractivity = None,
    latitude_deg: Latitude = None,
    location_sigma_db: Sigma = None,
    building_loss_db: BuildingLoss = None,
    building_sigma_db: BuildingSigma = None,
    transmitter_coast_km: StartCoast = None,
    receiver_coast_km: EndCoast = None,
    smooth_method: Smooth = None,
    climate: ClimateCode = None,
    permittivity: Permittivity = None,
    conductivity_s_per_m: Conductivity = None,
    variability_mode: Mode = None,
    technology: Tech = None,
    operator: Operator = None,
    eirp_dbm: Eirp = None,
    port_power_dbm: Power = None,
    bandwidth_mhz: Bandwidth = None,
    antenna_gain_dbi: Gain = None,
    feeder_loss_db: Feeder = None,
    azimuths_deg: Azimuths = None,
    mechanical_tilt_deg: MechanicalTilt = None,
    electrical_tilt_deg: ElectricalTilt = None,
    horizontal_beamwidth_deg: AcrossWidth = None,
    vertical_beamwidth_deg: UprightWidth = None,
    front_to_back_db: FrontToBack = None,
    receiver_gain_dbi: ReceiverGain = None,
    situation: Where = None,
    threshold_dbm: Threshold = None,
    clutter_end: AtEnd = None,
    clutter_method: Method = None,
    clutter_kind: Kind = None,
    clutter_height_m: ClutterHeight = None,
    street_width_m: Street = None,
    needed_height: NeededHeight = False,
    limit_m: Limit = 100.0,
    picture: Picture = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Xét đường truyền giữa hai điểm (what stands between two places)."""
    asked = dict(locals())
    out = Output(language, as_json)
    with out.errors_shown():
        request = _request(asked)
        if profile is not None:
            _refuse_province(asked)
            study = study_profile(profile, request, picture=picture, language=language)
        elif directory is not None and end:
            study = study_path(directory, request, picture=picture, language=language)
        else:
            raise InvalidInputError(
                "give a province directory with --to, or a profile file"
            )
        say_path(out, study)
        out.finish({"path": study})


def _request(asked: Mapping[str, Any]) -> PathRequest:
    """Return what was asked; what was not keeps its default."""
    azimuths = asked["azimuths_deg"]
    told = {**asked, "azimuths_deg": None if azimuths is None else _degrees(azimuths)}
    told["models"] = tuple(dict.fromkeys(asked["models"])) if asked["models"] else None
    told["wave"] = _record(Wave, told)
    told["surroundings"] = _record(AirAndGround, told)
    told["equipment"] = _record(Equipment, told)
    told["clutter"] = _record(EndClutter, told)
    told["needed_limit_m"] = asked["limit_m"] if asked["needed_height"] else None
    return _record(PathRequest, told)


def _record(kind: type[Record], told: Mapping[str, Any]) -> Record:
    """Return a record of the options that have the names of its fields."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type] # all are records
    return kind(**{name: told[name] for name in names if told[name] is not None})


def _degrees(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.replace(";", " ").split())
    except ValueError:
        raise InvalidInputError(
            'azimuths are numbers with spaces between, as "0 120 240"; not "{raw}"',
            raw=text,
        ) from None


def _refuse_province(asked: Mapping[str, Any]) -> None:
    """Refuse the options of a province where a profile file is read."""
    if asked["directory"] is not None or asked["start"] or asked["end"]:
        raise InvalidInputError(
            "a profile file has its own ends: leave out the directory, --from and --to"
        )
