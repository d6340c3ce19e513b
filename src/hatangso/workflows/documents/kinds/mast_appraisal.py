"""Gather an operator's list of proposed masts, and appraise it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hatangso.documents.graphics.drawing_notes import DrawingNotes
from hatangso.documents.graphics.map_content import (
    Area,
    Conflict,
    MapPoint,
    SiteMapContent,
    Spacing,
)
from hatangso.documents.graphics.site_map import site_map
from hatangso.documents.kinds.mast_appraisal import (
    KIND as CODE,
)
from hatangso.documents.kinds.mast_appraisal import (
    AppraisalFacts,
    AppraisedMast,
    MastOpinion,
    StandingMast,
    compose_mast_appraisal,
)
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.errors import HatangsoError, InvalidInputError, Message, NotFoundError
from hatangso.geography.grid import distances_m
from hatangso.io.parameter_files import shipped_parameters
from hatangso.language import sort_key
from hatangso.model.provenance import Reality
from hatangso.model.record import Actor, FieldValue, Role
from hatangso.model.site import Site, Technology
from hatangso.planning.candidates.siting import positions_deg
from hatangso.planning.questions.proposed_masts import (
    MastAppraisal,
    MastVerdict,
    ProposedMast,
    appraise_masts,
)
from hatangso.workflows.assess import uncovered
from hatangso.workflows.documents.document_kind import (
    DocumentKind,
    DocumentRequest,
    Option,
    Parameter,
)
from hatangso.workflows.documents.plan_reading import department_name
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.register.import_files import preview_import

__all__ = ["KIND", "SUBMISSIONS_FOLDER"]

SUBMISSIONS_FOLDER = "submissions"
_FILES = {".csv", ".xlsx", ".xls", ".ods"}
_SITE = "site"
_LAYER = "submissions"
_OWNER = "owner:"
_PLANNED = "planned"
# Counted around a mast; the range that the planner gives a new mast is for hill tops.
_NEAR_M = 2_000.0
_SHOWN_M = 5_000.0
_OPINIONS = {
    MastVerdict.CLEAR: MastOpinion.AGREE,
    MastVerdict.SHARE: MastOpinion.SHARE,
    MastVerdict.COMBINE: MastOpinion.COMBINE,
    MastVerdict.PROTECTED: MastOpinion.PROTECTED,
    MastVerdict.OUTSIDE: MastOpinion.OUTSIDE,
}
_SPACINGS = ("ward_spacing_m", "rural_spacing_m")

Values = Mapping[str, FieldValue]


@dataclass(frozen=True)
class _Proposals:
    """What an operator proposes: rows of a file, or planned sites of the register."""

    operator: str
    source: str
    rows: Sequence[Values]
    reality: Reality
    unread: int = 0
    known: int = 0


def _options(facts: ProvinceFacts) -> tuple[Option, ...]:
    """Return the lists that can be appraised: files, then the register's owners."""
    folder = facts.directory / SUBMISSIONS_FOLDER
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    owners: dict[str, int] = {}
    for values in _planned(facts):
        owner = str(values.get("owner") or "")
        owners[owner] = owners.get(owner, 0) + 1
    return (
        *(
            Option(path.name, f"Tệp {path.name}")
            for path in files
            if path.suffix.lower() in _FILES
        ),
        *(
            Option(f"{_OWNER}{owner}", f"{owner or 'Chưa rõ chủ'}: {count} vị trí")
            for owner, count in sorted(owners.items(), key=lambda one: sort_key(one[0]))
        ),
    )


def _planned(facts: ProvinceFacts) -> list[Values]:
    records = facts.records(_SITE)
    return [one.values for one in records if one.values.get("state") == _PLANNED]


def _make(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    asked = request.parameters.get("submission", "")
    if not asked:
        raise NotFoundError(
            "no operator has proposed masts: put its list into {folder}, or take it"
            " into the register with the state planned",
            folder=SUBMISSIONS_FOLDER,
        )
    found = (
        _of_register(facts, asked.removeprefix(_OWNER))
        if asked.startswith(_OWNER)
        else _of_file(facts, asked, request.today)
    )
    proposed = [
        ProposedMast(str(number), *place)
        for number, row in enumerate(found.rows, 1)
        if (place := _place(row))
    ]
    province = facts.inputs.province
    planned = {str(one.get("id")) for one in _planned(facts)}
    appraisals = appraise_masts(
        proposed,
        [one for one in province.sites if one.id not in planned],
        communes=province.communes,
        protected=province.protected_areas,
        siting=facts.inputs.siting,
    )
    near = _people_near(facts, proposed)
    masts = [
        _appraised(facts, row, appraisal, people)
        for row, appraisal, people in zip(found.rows, appraisals, near, strict=True)
    ]
    return compose_mast_appraisal(
        AppraisalFacts(
            issuer=request.issuer,
            department=department_name(request.issuer),
            operator=found.operator,
            source=found.source,
            masts=masts,
            ward_spacing_m=facts.inputs.siting.ward_spacing_m,
            rural_spacing_m=facts.inputs.siting.rural_spacing_m,
            spacing_rule=_rule(facts),
            near_m=_NEAR_M,
            as_of=province.data_date,
            reality=found.reality,
            unread=found.unread,
            known=found.known,
            map_svg=_map(facts, appraisals),
            marks=_marks(facts, found),
            parameters={"submission": asked},
        )
    )


def _of_register(facts: ProvinceFacts, owner: str) -> _Proposals:
    listed = [one for one in _planned(facts) if (one.get("owner") or "") == owner]
    rows = [one for one in listed if _place(one)]
    return _Proposals(
        operator=owner or "doanh nghiệp",
        source="theo sổ đăng ký hạ tầng của tỉnh",
        rows=sorted(rows, key=lambda one: sort_key(str(one.get("id")))),
        reality=_reality(facts, "sites"),
        unread=len(listed) - len(rows),
    )


def _of_file(facts: ProvinceFacts, name: str, today: date) -> _Proposals:
    """Read a list as the import does, without taking it into the register.

    Raises:
        InvalidInputError: It holds no masts, or asks questions that somebody must
            answer in the import.
    """
    path = facts.directory / SUBMISSIONS_FOLDER / name
    preview = preview_import(
        facts.directory,
        path,
        actor=Actor("", Role.DEPARTMENT),
        today=today,
        kind=_SITE,
    )
    if preview.questions:
        raise InvalidInputError(
            "{file} cannot be appraised yet: {question}",
            file=name,
            question=preview.questions[0].text,
        )
    known = {
        (one.sheet, one.row) for one in preview.differences if one.record_id is not None
    }
    rows = [
        (row.values, (reading.sheet, row.number) in known)
        for reading in preview.readings
        if reading.kind == _SITE
        for row in reading.rows
    ]
    # A mast that is only proposed has no code yet: what counts is where it stands.
    placed = [one for one in rows if _place(one[0])]
    new = [values for values, is_known in placed if not is_known]
    if not new:
        raise InvalidInputError(
            "{file} proposes no new mast: of {count} rows, {known} are known sites and"
            " {unread} have no place",
            file=name,
            count=len(rows),
            known=len(placed),
            unread=len(rows) - len(placed),
        )
    owners = sorted({str(one.get("owner") or "") for one in new} - {""}, key=sort_key)
    return _Proposals(
        operator=", ".join(owners) or "doanh nghiệp",
        source=f"theo tệp {name}",
        rows=new,
        reality=_reality(facts, _LAYER),
        unread=len(rows) - len(placed),
        known=len(placed) - len(new),
    )


def _place(row: Values) -> tuple[float, float] | None:
    """Return longitude and latitude; None when a row lacks one."""
    lon_deg, lat_deg = row.get("lon_deg"), row.get("lat_deg")
    if isinstance(lon_deg, int | float) and isinstance(lat_deg, int | float):
        return float(lon_deg), float(lat_deg)
    return None


def _appraised(
    facts: ProvinceFacts,
    row: Values,
    appraisal: MastAppraisal,
    near: tuple[int, int] | None,
) -> AppraisedMast:
    communes = {one.code: one.name_vi for one in facts.inputs.province.communes}
    height_m, planned_on = row.get("structure_height_m"), row.get("planned_on")
    return AppraisedMast(
        number=int(appraisal.mast.id),
        name=str(row.get("name") or row.get("id") or ""),
        commune=communes.get(appraisal.commune, "ngoài tỉnh"),
        lon_deg=appraisal.mast.lon_deg,
        lat_deg=appraisal.mast.lat_deg,
        height_m=float(height_m) if isinstance(height_m, int | float) else None,
        planned_on=planned_on if isinstance(planned_on, date) else None,
        opinion=_OPINIONS[appraisal.verdict],
        is_ward=appraisal.is_ward,
        asked_m=appraisal.asked_m,
        nearest=_nearest(facts, appraisal),
        rivals=tuple(sorted(int(one.id) for one in appraisal.rivals)),
        protected_area=appraisal.protected_area,
        uncovered_places=near[0] if near else None,
        uncovered_people=near[1] if near else None,
    )


def _nearest(facts: ProvinceFacts, appraisal: MastAppraisal) -> StandingMast | None:
    if appraisal.nearest is None:
        return None
    site = {one.id: one for one in facts.inputs.province.sites}[appraisal.nearest.id]
    record = next(
        (one for one in facts.records(_SITE) if one.values.get("id") == site.id), None
    )
    shared = record.values.get("can_be_shared") if record else None
    return StandingMast(
        name=site.name or site.id,
        owner=site.owner,
        distance_m=appraisal.nearest.distance_m,
        can_be_shared=shared if isinstance(shared, bool) else None,
    )


def _people_near(
    facts: ProvinceFacts, proposed: Sequence[ProposedMast]
) -> list[tuple[int, int] | None]:
    """Return places and people without 4G near each mast; None: not computed."""
    try:
        coverage = facts.coverage
    except HatangsoError:
        return [None] * len(proposed)
    province = facts.inputs.province
    lacking = {
        one.point_id for one in uncovered(coverage.localities, province, Technology.G4)
    }
    places = [one for one in province.localities if one.id in lacking]
    lon, lat = positions_deg(places)
    people = np.array([one.people for one in places], dtype=np.int64)
    found: list[tuple[int, int] | None] = []
    for mast in proposed:
        is_near = distances_m(mast.lon_deg, mast.lat_deg, lon, lat) <= _NEAR_M
        found.append((int(is_near.sum()), int(people[is_near].sum())))
    return found


def _rule(facts: ProvinceFacts) -> str:
    """Return who set the distances: another province, as long as this one has not."""
    shipped = shipped_parameters("planning/candidates", "siting.toml")
    siting = facts.inputs.siting
    if all(getattr(siting, name) == shipped[name]["value"] for name in _SPACINGS):
        return (
            "tạm áp dụng theo Quyết định số 26/2018/QĐ-UBND của tỉnh Hải Dương, khi"
            " tỉnh chưa khai báo quy định riêng"
        )
    return "theo quy định của tỉnh"


def _map(facts: ProvinceFacts, appraisals: Sequence[MastAppraisal]) -> str:
    province = facts.inputs.province
    inside = [one for one in appraisals if one.commune]
    if not inside:
        return ""
    sites = {one.id: one for one in province.sites}
    conflicts = [
        Conflict(
            int(one.mast.id),
            one.mast.lon_deg,
            one.mast.lat_deg,
            sites[near.id].lon_deg,
            sites[near.id].lat_deg,
        )
        for one in inside
        for near in one.too_near
    ]
    return site_map(
        SiteMapContent(
            proposed=[
                MapPoint(one.mast.lon_deg, one.mast.lat_deg, one.mast.id)
                for one in inside
            ],
            existing=_beside(province.sites, inside),
            spacings=[
                Spacing(one.mast.lon_deg, one.mast.lat_deg, one.asked_m)
                for one in inside
            ],
            conflicts=conflicts,
            areas=[
                Area(one.code, one.name_vi, one.geometry) for one in province.communes
            ],
            roads=[one.geometry for one in province.roads],
            notes=DrawingNotes(as_of=province.data_date),
        )
    )


def _beside(
    sites: Sequence[Site], appraisals: Sequence[MastAppraisal]
) -> list[MapPoint]:
    """Return the standing masts around the proposed ones; all of them hide the rest."""
    lon, lat = positions_deg(sites)
    is_near = np.zeros(len(sites), dtype=bool)
    for one in appraisals:
        away_m = distances_m(one.mast.lon_deg, one.mast.lat_deg, lon, lat)
        is_near |= away_m <= _SHOWN_M
    return [
        MapPoint(one.lon_deg, one.lat_deg)
        for one, shown in zip(sites, is_near, strict=True)
        if shown
    ]


def _reality(facts: ProvinceFacts, layer: str) -> Reality:
    found = facts.inputs.province.provenances.get(layer)
    return found.reality if found else Reality.REAL


def _marks(facts: ProvinceFacts, found: _Proposals) -> tuple[str, ...]:
    marks = []
    if found.reality is Reality.SYNTHETIC:
        marks.append("Danh sách cột đề nghị là số liệu mô phỏng để trình diễn.")
    if _reality(facts, "sites") is Reality.SYNTHETIC:
        marks.append("Vị trí các cột hiện có là số liệu mô phỏng để trình diễn.")
    return tuple(marks)


KIND = DocumentKind(
    code=CODE,
    order=5,
    title=Message("Appraisal of an operator's plan of masts"),
    help=Message(
        "Holds the masts that an operator proposes against spacing, sharing and"
        " protected areas, with a map."
    ),
    make=_make,
    parameters=(
        Parameter(
            name="submission",
            label=Message("List of proposed masts"),
            help=Message(
                "A file in the folder submissions, or the planned sites of an owner in"
                " the register."
            ),
            options=_options,
        ),
    ),
)
