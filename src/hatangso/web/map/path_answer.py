"""The way of the signal to a point from the best station of each operator."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from hatangso.documents.path_drawing import PathDrawing, draw_path
from hatangso.documents.report_content import PathPicture
from hatangso.errors import HatangsoError, Message, NotFoundError
from hatangso.model.site import Technology
from hatangso.radio.path_models import PathModel
from hatangso.web.refusals import TooManyError
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.needed_heights import Station, best_stations
from hatangso.workflows.path import path_and_sight
from hatangso.workflows.path_request import Equipment, PathRequest
from hatangso.workflows.path_study import PathStudy

__all__ = ["StationAnswer", "station_answers"]

# A study keeps a core busy for a quarter of a second: one at a time, others wait.
_turn = threading.BoundedSemaphore(1)
_LONGEST_WAIT_S = 8.0


@dataclass(frozen=True)
class StationAnswer:
    """One station and the way from it.

    Attributes:
        site: Its name, or its identifier.
        study: Levels, obstacles and what was reckoned; None nearer than the models go.
        drawing: The terrain between; None likewise.
        level_dbm: What the first model lets arrive.
    """

    site_id: str
    site: str
    operator: str
    lon_deg: float
    lat_deg: float
    distance_km: float
    level_dbm: float | None
    study: PathStudy | None
    drawing: PathDrawing | None

    @property
    def second_dbm(self) -> float | None:
        """Return what the second model lets arrive."""
        answer = self.study.models.get(PathModel.ITM) if self.study else None
        return answer.level_dbm if answer else None

    @property
    def threshold_dbm(self) -> float | None:
        """Return the level that is enough."""
        power = self.study.power if self.study else None
        return power.threshold_dbm if power else None

    @property
    def is_enough(self) -> bool | None:
        """Return whether it is enough by the first model; None when nobody knows."""
        if self.level_dbm is None or self.threshold_dbm is None:
            return None
        return self.level_dbm >= self.threshold_dbm

    @property
    def loss_db(self) -> float | None:
        """Return the loss by the first model."""
        answer = self.study.models.get(PathModel.P1812) if self.study else None
        return answer.loss_db if answer else None


def station_answers(
    snapshot: ProvinceSnapshot, place_deg: tuple[float, float], technology: Technology
) -> tuple[StationAnswer, ...]:
    """Return the strongest station of each operator, strongest first; none in range.

    Raises:
        TooManyError: Too many studies are waiting.
    """
    request = PathRequest(
        end=f"{place_deg[0]},{place_deg[1]}",
        equipment=Equipment(technology=technology),
    )
    with _in_turn():
        try:
            stations = best_stations(snapshot.inputs, place_deg, request)
        except NotFoundError:
            return ()
        return tuple(
            _answer(snapshot, station, request)
            for station in stations
            if station.is_strongest
        )


@contextmanager
def _in_turn() -> Iterator[None]:
    if not _turn.acquire(timeout=_LONGEST_WAIT_S):
        raise TooManyError(
            Message("many people are asking just now: try again in a moment"), wait_s=5
        )
    try:
        yield
    finally:
        _turn.release()


def _answer(
    snapshot: ProvinceSnapshot, station: Station, request: PathRequest
) -> StationAnswer:
    inputs, service = snapshot.inputs, station.service
    site = next(one for one in inputs.province.sites if one.id == service.site_id)
    equipment = replace(request.equipment, operator=service.operator)
    asked = replace(request, start=service.site_id, equipment=equipment)
    name = site.name or site.id
    study: PathStudy | None = None
    drawing: PathDrawing | None = None
    try:
        study, line = path_and_sight(inputs, asked)
        drawing = draw_path(PathPicture(place="", station=name, line=line))
    except HatangsoError:
        # Nearer than a model begins there is nothing to study.
        study = None
    return StationAnswer(
        site.id,
        name,
        service.operator,
        site.lon_deg,
        site.lat_deg,
        station.distance_m / 1000,
        station.level_dbm,
        study,
        drawing,
    )
