"""Answers to voters: gathers what is known of one place without signal."""

from collections.abc import Sequence

from hatangso.documents.kinds.path_figure import path_figure
from hatangso.documents.kinds.petition_answer import (
    PetitionFacts,
    compose_petition_answer,
)
from hatangso.documents.kinds.petition_case import PetitionCase, PlannedStation
from hatangso.documents.official.blocks import Figure
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.whereabouts import within
from hatangso.errors import InvalidInputError, Message, NotFoundError, StaleResultError
from hatangso.geography.profile import terrain_profile
from hatangso.io.results_directory import ResultsDirectory
from hatangso.language import sort_key
from hatangso.model.place import Locality
from hatangso.model.provenance import Reality
from hatangso.model.record import Record
from hatangso.model.site import Technology
from hatangso.workflows.documents.document_kind import (
    DocumentFormat,
    DocumentKind,
    DocumentRequest,
    Option,
    Parameter,
)
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.hole_cases import (
    is_open_hole,
    locality_case,
    petition_case,
    place_name,
    planned_station,
    unrecorded_holes,
    whole,
)
from hatangso.workflows.hole_evidence import NearestSite, nearest_sites
from hatangso.workflows.path_pictures import path_picture
from hatangso.workflows.plan import kept_answer
from hatangso.workflows.plan_request import DEFAULT_NAME

__all__ = ["KIND", "hole_answer"]

_HOLE, _LOCALITY = "hole-", "locality-"
_SIMULATED = (
    "Một số nội dung dựa trên số liệu mô phỏng hoặc suy ra; cần kiểm tra, đối chiếu với"
    " số liệu chính thức trước khi ký."
)


def hole_answer(record_id: int) -> str:
    """Return the answer to ``hole`` that means a hole of the register."""
    return f"{_HOLE}{record_id}"


def _options(facts: ProvinceFacts) -> tuple[Option, ...]:
    """Return the places without signal: of the register first, most people first."""
    names = _commune_names(facts)
    records = sorted(
        facts.records("coverage_hole"),
        key=lambda one: (
            not is_open_hole(one),
            -(whole(one.values.get("people")) or 0),
            sort_key(place_name(one)),
            one.id,
        ),
    )
    options = [
        Option(
            hole_answer(one.id),
            _label(place_name(one), names.get(_commune_code(one), "")),
        )
        for one in records
    ]
    options += [
        Option(f"{_LOCALITY}{one.id}", _label(one.name, names[one.commune_code]))
        for one in _computed_places(facts)
    ]
    return tuple(options)


def _label(place: str, commune: str) -> str:
    return f"{place}, {within(commune)}" if commune else place


def _commune_names(facts: ProvinceFacts) -> dict[str, str]:
    return {unit.code: unit.name_vi for unit in facts.inputs.province.communes}


def _commune_code(record: Record) -> str:
    return str(record.values.get("commune_code") or "")


def _computed_places(facts: ProvinceFacts) -> list[Locality]:
    """Return the localities without signal that no record speaks of, worst first."""
    try:
        coverages = facts.coverage.localities
    except (NotFoundError, StaleResultError):
        return []
    places = {one.id: one for one in facts.inputs.province.localities}
    found = unrecorded_holes(coverages, facts.records("coverage_hole"), Technology.G4)
    return sorted(
        (places[one.point_id] for one in found),
        key=lambda one: (-one.people, sort_key(one.name), one.id),
    )


def _make(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    """Compose the letter about the place that was asked for.

    Raises:
        NotFoundError: No place without signal is known.
        InvalidInputError: The place is none of them.
    """
    options = _options(facts)
    if not options:
        raise NotFoundError(
            "no place without signal is known: write coverage holes into the register,"
            " or compute the coverage"
        )
    asked = request.parameters.get("hole") or options[0].value
    if asked not in {one.value for one in options}:
        raise InvalidInputError(
            "there is no place without signal {hole}; use one of {options}",
            hole=asked,
            options=[one.value for one in options[:20]],
        )
    sites, case, place_deg = _found(facts, asked)
    figure = _figure(facts, sites, case.place, place_deg)
    return compose_petition_answer(
        PetitionFacts(
            issuer=request.issuer,
            case=case,
            figure=figure,
            marks=(_SIMULATED,) if _rests_on_simulation(case) else (),
            parameters={"hole": asked},
        )
    )


def _found(
    facts: ProvinceFacts, asked: str
) -> tuple[Sequence[NearestSite], PetitionCase, tuple[float, float] | None]:
    """Return the sites nearby, the case, and where the place lies if that is known."""
    inputs = facts.inputs
    province = inputs.province
    names = _commune_names(facts)
    if asked.startswith(_LOCALITY):
        place_id = asked.removeprefix(_LOCALITY)
        place = next(one for one in province.localities if one.id == place_id)
        sites = nearest_sites(inputs, place.lon_deg, place.lat_deg)
        case = locality_case(
            place,
            names[place.commune_code],
            sites,
            province=province,
            planned=_planned(facts, place.id),
        )
        return sites, case, (place.lon_deg, place.lat_deg)
    number = int(asked.removeprefix(_HOLE))
    record = next(one for one in facts.records("coverage_hole") if one.id == number)
    lon_deg, lat_deg = record.values.get("lon_deg"), record.values.get("lat_deg")
    is_placed = isinstance(lon_deg, float) and isinstance(lat_deg, float)
    place_deg = (float(lon_deg), float(lat_deg)) if is_placed else None  # type: ignore[arg-type]  # both are numbers then
    sites = nearest_sites(inputs, *place_deg) if place_deg else ()
    case = petition_case(
        record,
        names.get(_commune_code(record), ""),
        sites,
        province=province,
        planned=_planned(facts, str(record.values.get("locality_id") or "")),
    )
    return sites, case, place_deg


def _planned(facts: ProvinceFacts, place_id: str) -> PlannedStation | None:
    """Return what the usual plan builds for a place; None without a plan that holds."""
    results = ResultsDirectory.of(facts.directory)
    try:
        answer = kept_answer(facts.inputs, results, DEFAULT_NAME)
    except (NotFoundError, StaleResultError, InvalidInputError):
        return None
    return planned_station(answer, place_id, facts.inputs.province)


def _figure(
    facts: ProvinceFacts,
    sites: Sequence[NearestSite],
    place: str,
    place_deg: tuple[float, float] | None,
) -> Figure | None:
    """Return the ground towards the nearest site that is blocked, else the nearest."""
    known = [one for one in sites if one.is_terrain_known]
    if not known or place_deg is None:
        return None
    shown = next((one for one in known if one.obstacle), known[0])
    inputs = facts.inputs
    services = [
        one
        for one in inputs.province.services
        if (one.site_id, one.operator) == (shown.site.id, shown.operator)
    ]
    highest = max(services, key=lambda one: (one.antenna_height_m, -one.frequency_mhz))
    profile = terrain_profile(
        inputs.terrain,
        start_deg=(shown.site.lon_deg, shown.site.lat_deg),
        end_deg=place_deg,
    )
    drawn = path_picture(
        inputs,
        profile,
        names=(f"{shown.site.id} ({shown.operator})", place),
        antennas_m=(highest.antenna_height_m, inputs.radio.receiver_height_m),
        frequency_mhz=highest.frequency_mhz,
    )
    return path_figure(drawn)


def _rests_on_simulation(case: PetitionCase) -> bool:
    origins = [case.origin, *(one.terrain_origin for one in case.sites)]
    return not case.state or any(one.reality is not Reality.REAL for one in origins)


KIND = DocumentKind(
    code="petition_answer",
    order=4,
    title=Message("Answer to a voter's petition"),
    help=Message(
        "A letter about the signal at one place: the nearest stations, what blocks"
        " them, power, and who builds by when."
    ),
    make=_make,
    parameters=(
        Parameter(
            "hole",
            Message("Place without signal"),
            Message("Those of the register first, then those that were computed."),
            _options,
        ),
    ),
    formats=(DocumentFormat.WORD, DocumentFormat.PDF),
)
