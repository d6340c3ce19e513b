"""Con người: where digital teams and training are missing, and what was done."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from hatangso.errors import Message
from hatangso.language import Language, translate
from hatangso.people.officials import trained_ratio
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.charts.bars import bar, patterns
from hatangso.web.charts.commune_map import (
    CommuneMap,
    CommunePaths,
    commune_map,
    commune_paths,
)
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.people_view import (
    CommuneFilter,
    commune_lines,
    kept_people,
    named_records,
    without_shades,
)
from hatangso.workflows.people import PeopleSummary

router = PageRouter()
_PER_PAGE = 25
_MOST_MONTHS = 12
_MOST_AGENCIES = 50
Text = Annotated[str, Query(max_length=200)]


@router.page("/he-thong/con-nguoi", Permission.READ)
def people(
    request: Request,
    *,
    tim: Text = "",
    xem: Text = "",
    xa: Text = "",
    trang: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Show how the province stands with those who bring services to people."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot, today = state.snapshots.current(), state.today
    found = kept_people(snapshot, today)
    wanted = CommuneFilter(tim.strip(), xem)
    lines = commune_lines(found, wanted, visitor.language)
    start = (trang - 1) * _PER_PAGE
    return render(
        request,
        "people.html",
        found=found,
        wanted=wanted,
        lines=lines[start : start + _PER_PAGE],
        total=len(lines),
        page=trang,
        pages=max(-(-len(lines) // _PER_PAGE), 1),
        map=snapshot.part(
            f"map of teams on {today} in {visitor.language}",
            lambda: _map(snapshot, found, visitor.language),
        ),
        commune=_commune(snapshot, found, xa, visitor.language),
        agencies=found.officials.agencies[:_MOST_AGENCIES],
        trained_ratio=trained_ratio,
        months=found.events.by_month[-_MOST_MONTHS:],
        event_kinds={
            one.code: one.label_vi if visitor.language is Language.VI else one.label_en
            for one in shipped_kinds()["outreach_event"].field("kind").choices
        },
        provenances=snapshot.inputs.province.provenances,
        patterns=patterns,
        bar=bar,
    )


def _map(
    snapshot: ProvinceSnapshot, found: PeopleSummary, language: Language
) -> object:
    """Return the map of villages without a team; None when there is nothing to draw."""
    if not found.records["community_team"]:
        return None
    paths: CommunePaths | None = snapshot.part(
        "commune paths",
        lambda: commune_paths(
            {unit.code: unit.geometry for unit in snapshot.inputs.province.communes}
        ),
    )
    if paths is None:
        return None
    lines = commune_lines(found, CommuneFilter(), language)
    title = translate(Message("Villages with a digital team, by commune"), language)
    text = "; ".join(
        f"{one.name}: {len(one.totals.with_team)}/{len(one.totals.villages)}"
        for one in lines[:5]
    )
    return commune_map(CommuneMap("teams", title, text, without_shades(lines)), paths)


def _commune(
    snapshot: ProvinceSnapshot, found: PeopleSummary, code: str, language: Language
) -> Mapping[str, Any] | None:
    """Return all that is told of one commune; None when nobody asks for one."""
    one = next((one for one in found.teams.communes if one.commune == code), None)
    if one is None:
        return None
    teams, villages = snapshot.records("community_team"), snapshot.records("locality")
    return {
        "name": found.names[code][0 if language is Language.VI else 1],
        "code": code,
        "totals": one,
        "without": named_records(villages, one.without),
        "unclear": named_records(villages, one.unclear),
        "unplaced": named_records(teams, one.unplaced),
        "stale": named_records(teams, one.stale),
        "undated": named_records(teams, one.undated),
        "untold": named_records(teams, one.training.unknown),
        "impossible": named_records(teams, one.training.impossible),
    }
