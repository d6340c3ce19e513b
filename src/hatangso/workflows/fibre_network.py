"""Join places by fibre along roads at least cost, and close rings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.province_directory import FACILITY_KINDS
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.fibre_network import FibreNetwork
from hatangso.model.place import Facility, Locality
from hatangso.model.province import Province
from hatangso.planning.candidates.backhaul import fibre_ends
from hatangso.planning.fibre_network.design import fibre_network
from hatangso.workflows.check import load_province
from hatangso.workflows.fibre_files import fibre_facts, write_fibre_files
from hatangso.workflows.manifest import about
from hatangso.workflows.progress import Progress

__all__ = ["DEFAULT_KINDS", "STEP", "FibreRequest", "FibreSummary", "join_by_fibre"]

STEP = "fibre"
# The state's own network (mạng truyền số liệu chuyên dùng) reaches commune offices.
DEFAULT_KINDS = ("commune_office",)


@dataclass(frozen=True)
class FibreRequest:
    """What is asked.

    Attributes:
        kinds: Kinds of facilities to join.
        with_localities: Whether to join the localities too.
        root: Identifier of the facility or locality that feeds all others; empty takes
            the place nearest to the centre of the people.
        with_rings: Whether to close rings.
        uses_existing: Whether the fibre of today counts as joined, and feeds the rest.
    """

    kinds: tuple[str, ...] = DEFAULT_KINDS
    with_localities: bool = False
    root: str = ""
    with_rings: bool = False
    uses_existing: bool = False


@dataclass(frozen=True)
class FibreSummary:
    """What was found, and where it lies.

    Attributes:
        facts: The network in plain words and numbers, as ``fibre_network.json`` has it.
        synthetic_layers: Those of the layers used that are synthetic.
        results: Where the files lie.
    """

    request: FibreRequest
    network: FibreNetwork
    facts: dict[str, object]
    synthetic_layers: tuple[str, ...]
    results: Path


@dataclass(frozen=True)
class _Point:
    lon_deg: float
    lat_deg: float


def join_by_fibre(
    directory: Path, request: FibreRequest, *, progress: Progress, now: datetime
) -> FibreSummary:
    """Design a network of fibre that joins places of a province, and keep it.

    Args:
        directory: The province directory; no coverage needs to be computed.
        request: What is asked.
        progress: Told how far it is.
        now: Time that the manifest notes.

    Raises:
        InvalidInputError: The directory has errors, a kind of facility is unknown, the
            province has no roads, or the request makes no sense.
        NotFoundError: There is no place of these kinds, or none of the root's name.
        InfeasibleError: The roads join none of the places.
    """
    _require_sense(request)
    inputs = load_province(directory)
    province = inputs.province
    if not province.roads:
        raise InvalidInputError(
            "the province has no roads for fibre to follow: add roads.geojson"
        )
    results = ResultsDirectory.of(directory)
    read = results.fingerprint(inputs.files)
    progress.start("the cheapest network of fibre", 1)
    network = fibre_network(
        province.roads,
        _places(province, request),
        costs=inputs.costs,
        siting=inputs.siting,
        centre=_people_centre(province.localities),
        root=request.root,
        existing=fibre_ends(province) if request.uses_existing else None,
        with_rings=request.with_rings,
    )
    progress.advance(1)
    layers = ["facilities", "localities", "roads"]
    layers += ["sites", "services"] if request.uses_existing else []
    synthetic = province.synthetic_layers(*layers)
    facts = fibre_facts(network)
    with results.staging() as folder:
        write_fibre_files(folder, network, facts, synthetic_layers=synthetic)
        results.publish(
            folder,
            STEP,
            inputs=read,
            parameters={
                "kinds": list(request.kinds),
                "with_localities": request.with_localities,
                "root": request.root,
                "with_rings": request.with_rings,
                "uses_existing": request.uses_existing,
            },
            about=about(province),
            finished_at=now.isoformat(timespec="seconds"),
        )
    return FibreSummary(request, network, facts, synthetic, results.path)


def _require_sense(request: FibreRequest) -> None:
    if request.root and request.uses_existing:
        raise InvalidInputError(
            "the fibre of today is the root already: leave out --root or --use-existing"
        )
    for kind in request.kinds:
        if kind not in FACILITY_KINDS:
            raise InvalidInputError(
                '"{kind}" is no kind of facility: name some of {names}',
                kind=kind,
                names=", ".join(FACILITY_KINDS),
            )


def _places(
    province: Province, request: FibreRequest
) -> tuple[Facility | Locality, ...]:
    """Return what to join, the root at the end where it is not among it."""
    counts = Counter(one.kind for one in province.facilities)
    missing = [kind for kind in request.kinds if not counts[kind]]
    if missing:
        raise NotFoundError(
            "facilities.csv has no place of these kinds: {kinds}; add some, or name"
            " others with --kinds",
            kinds=", ".join(missing),
        )
    found: list[Facility | Locality] = [
        one for one in province.facilities if one.kind in request.kinds
    ]
    if request.with_localities:
        found += province.localities
    if request.uses_existing:
        found = [one for one in found if not one.has_fibre]
        if not found:
            raise NotFoundError("all places say that they have fibre: none is to join")
    named = {one.id for one in found}
    everywhere: list[Facility | Locality] = [
        *province.facilities,
        *province.localities,
    ]
    others = [one for one in everywhere if one.id == request.root]
    return (*found, *(others[:1] if request.root not in named else ()))


def _people_centre(localities: Sequence[Locality]) -> _Point:
    """Return the mean position of all people."""
    people = np.array([max(one.people, 0) for one in localities], dtype=float)
    # Where nobody counted people every locality counts alike.
    weights = people if people.sum() > 0 else np.ones_like(people)
    lon_deg = np.average([one.lon_deg for one in localities], weights=weights)
    lat_deg = np.average([one.lat_deg for one in localities], weights=weights)
    return _Point(float(lon_deg), float(lat_deg))
