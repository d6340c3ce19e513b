"""Study the path between two places: what stands in it, what the models make of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path as FilePath

from hatangso.documents.path_sheet import render_path_sheet
from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.geography.sight_line import CLEAR_RATIO, Intrusion, SightLine
from hatangso.io.profile_files import read_profile
from hatangso.language import Language
from hatangso.radio.itu_p1812 import MINIMUM_DISTANCE_KM
from hatangso.radio.path_models import ModelLoss, PathModel, model_loss, sight_line
from hatangso.radio.path_symbols import symbols_of
from hatangso.units import KM_PER_M
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.needed_heights import (
    Station,
    best_stations,
    needed_masts,
)
from hatangso.workflows.path_cases import (
    PathCase,
    case_of_file,
    case_of_province,
    find_place,
    service_at,
)
from hatangso.workflows.path_power import depression_deg, require_operator
from hatangso.workflows.path_request import PathRequest
from hatangso.workflows.path_sheets import path_notes, path_sheet
from hatangso.workflows.path_study import (
    LinkBudget,
    ModelAnswer,
    PathObstacle,
    PathStudy,
)

__all__ = ["path_and_sight", "study_path", "study_profile"]

_SHORTEST_M = MINIMUM_DISTANCE_KM / KM_PER_M


def study_path(
    directory: FilePath,
    request: PathRequest,
    *,
    picture: FilePath | None = None,
    language: Language = Language.VI,
) -> PathStudy:
    """Study a path over the terrain of a province.

    Args:
        directory: The province directory.
        request: The ends, the models and their parameters. Without a start it is the
            strongest station towards the end.
        picture: SVG file to draw the path into.
        language: Of the picture.

    Raises:
        NotFoundError: No site, locality or facility has the name, no operator is
            called so, or no station is within range.
        InvalidInputError: An end lies off the terrain, or both are the same.
        OutOfRangeError: A number is outside the models' definition.
    """
    inputs = load_province(directory)
    require_operator(inputs.province, request)
    _, *place_deg = find_place(request.end, inputs)
    stations: tuple[Station, ...] = ()
    if not request.start:
        stations = best_stations(inputs, (place_deg[0], place_deg[1]), request)
        service = stations[0].service
        equipment = replace(
            request.equipment,
            technology=service.technology,
            operator=service.operator,
        )
        request = replace(request, start=service.site_id, equipment=equipment)
    case = case_of_province(inputs, request)
    study = _study(case, request)
    if request.needed_limit_m is not None:
        masts = needed_masts(
            inputs,
            stations or (_station(inputs, study, request),),
            (place_deg[0], place_deg[1]),
            request,
        )
        study = replace(study, needed=masts)
    return _with_picture(study, case, picture, language)


def path_and_sight(
    inputs: ProvinceInputs, request: PathRequest
) -> tuple[PathStudy, SightLine]:
    """Study a path in a province that was read; beside it what a drawing needs.

    Args:
        inputs: The province.
        request: Both ends, the models and their parameters.

    Raises:
        NotFoundError: No site, locality or facility has the name.
        InvalidInputError: An end lies off the terrain, or both are the same.
        OutOfRangeError: A number is outside the models' definition.
    """
    case = case_of_province(inputs, request)
    return _study(case, request), _line(case)


def study_profile(
    file: FilePath,
    request: PathRequest,
    *,
    picture: FilePath | None = None,
    language: Language = Language.VI,
) -> PathStudy:
    """Study a path along a profile file, without a province.

    What the request does not say is taken from the file's row of measurements, then
    from the shipped parameters.

    Args:
        file: CSV in the layout of ITU-R Study Group 3.
        request: The models and their parameters.
        picture: SVG file to draw the path into.
        language: Of the picture.

    Raises:
        NotFoundError: There is no such file, or no such row of measurements.
        InvalidInputError: The file cannot be used; the error carries all findings.
        OutOfRangeError: A number is outside the models' definition.
    """
    if request.needed_limit_m is not None:
        raise InvalidInputError(
            "the height of a mast is sought in a province, not along a file:"
            " give a province directory"
        )
    case = case_of_file(read_profile(file), request)
    return _with_picture(_study(case, request), case, picture, language)


def _with_picture(
    study: PathStudy, case: PathCase, picture: FilePath | None, language: Language
) -> PathStudy:
    if picture is None:
        return study
    sheet = path_sheet(study, _line(case))
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(render_path_sheet(sheet, language), encoding="utf-8")
    return replace(study, picture=picture)


def _station(inputs: ProvinceInputs, study: PathStudy, request: PathRequest) -> Station:
    """Return the start as a station that could be raised."""
    _, lon_deg, lat_deg = find_place(request.start, inputs)
    service = service_at(inputs, request)
    return Station(service, lon_deg, lat_deg, study.distance_m)


def _line(case: PathCase) -> SightLine:
    return sight_line(
        case.ground,
        case.heights_m,
        frequency_mhz=case.conditions.frequency_mhz,
        gradient_n_per_km=case.conditions.atmosphere.refractivity_gradient_n_per_km,
    )


def _study(case: PathCase, request: PathRequest) -> PathStudy:
    length_m = case.ground.length_m
    if PathModel.P1812 in request.models and length_m < _SHORTEST_M:
        raise OutOfRangeError(
            "the path is {length_m:.0f} m long; P.1812 begins at 250 m: ask for other"
            " models, such as p525",
            length_m=length_m,
        )
    losses = [
        model_loss(model, case.ground, case.heights_m, case.conditions)
        for model in request.models
    ]
    line = _line(case)
    models = {loss.model: _answer(case, loss) for loss in losses}
    difference_db = None
    if {PathModel.P1812, PathModel.ITM} <= set(models):
        first, second = models[PathModel.P1812], models[PathModel.ITM]
        difference_db = second.loss_db - first.loss_db
    towards_deg = depression_deg(case.ground, case.heights_m)
    return PathStudy(
        start=case.ends[0],
        end=case.ends[1],
        distance_m=line.length_m,
        frequency_mhz=line.frequency_mhz,
        is_in_sight=line.is_in_sight,
        excess_m=float(line.excess_m[line.highest]),
        excess_at_m=float(line.distance_m[line.highest]),
        clearance_ratio=float(line.clearance_ratio[line.narrowest]),
        clearance_at_m=float(line.distance_m[line.narrowest]),
        sight_rise_m=(line.rise_m(), line.rise_m(is_at_end=True)),
        clear_rise_m=(
            line.rise_m(CLEAR_RATIO),
            line.rise_m(CLEAR_RATIO, is_at_end=True),
        ),
        obstacles=_obstacles(case, line.intrusions(), line.length_m),
        power=LinkBudget.of(case.power, towards_deg) if case.power else None,
        models=models,
        difference_db=difference_db,
        notes=path_notes(losses, case.conditions, case.heights_m),
        findings=case.findings,
        synthetic_layers=case.synthetic_layers,
    )


def _answer(case: PathCase, loss: ModelLoss) -> ModelAnswer:
    power, level_dbm, surplus_db = case.power, None, None
    if power is not None:
        towards_deg = depression_deg(case.ground, case.heights_m)
        level_dbm = power.level_dbm(loss.loss_db, towards_deg)
    if power is not None and level_dbm is not None and power.threshold_dbm is not None:
        surplus_db = level_dbm - power.threshold_dbm
    return ModelAnswer(
        loss_db=loss.loss_db,
        parts=loss.parts,
        clutter_db=loss.clutter_db,
        level_dbm=level_dbm,
        surplus_db=surplus_db,
        symbols=symbols_of(loss, case.ground, case.heights_m, case.conditions),
    )


def _obstacles(
    case: PathCase, intrusions: Sequence[Intrusion], length_m: float
) -> tuple[PathObstacle, ...]:
    distance_m = case.ground.distance_m
    return tuple(
        PathObstacle(
            lon_deg=None if case.lon_deg is None else float(case.lon_deg[item.index]),
            lat_deg=None if case.lat_deg is None else float(case.lat_deg[item.index]),
            from_start_m=float(distance_m[item.index]),
            from_end_m=length_m - float(distance_m[item.index]),
            width_m=item.stop_m - item.start_m,
            top_m=item.top_m,
            excess_m=item.excess_m,
            clearance_ratio=item.clearance_ratio,
        )
        for item in intrusions
    )
