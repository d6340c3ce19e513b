"""Mã địa chỉ: how many households have a code, and look-up both ways."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from hatangso.errors import HatangsoError, Message
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.addresses_view import (
    area_lines,
    fault_lines,
    may_see_households,
)
from hatangso.workflows.address_ground import (
    HOUSEHOLD,
    POSTCODES_FILE,
    address_ground,
)
from hatangso.workflows.address_lookup import AddressFound, look_up
from hatangso.workflows.addresses import address_coverage, code_problems
from hatangso.workflows.register.layer_origins import reality_of

router = PageRouter()
_LONGEST = 100
# The name of the table of households in the description of the province.
_LAYER = "household_addresses"
# Every code is read again: of more the command tells what is wrong.
_MOST_CHECKED = 20_000


@router.page("/he-thong/dia-chi", Permission.READ)
def addresses(
    request: Request,
    tim: Annotated[str, Query(max_length=_LONGEST)] = "",
    xa: Annotated[str, Query(max_length=_LONGEST)] = "",
) -> Response:
    """Show who has a code, and the address that a code or a place means."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    ground = snapshot.part(
        "address ground", lambda: address_ground(state.directory, snapshot.records)
    )
    records = snapshot.records(HOUSEHOLD)
    summary = snapshot.part("address codes", lambda: address_coverage(ground, records))
    is_checked = len(records) <= _MOST_CHECKED
    problems = snapshot.part(
        "address faults", lambda: code_problems(ground, records) if is_checked else ()
    )
    found: AddressFound | None = None
    wrong: Message | None = None
    if tim.strip():
        try:
            found = look_up(ground, tim)
        except HatangsoError as error:
            wrong = error.message
    commune = next((one for one in summary.communes if one.key == xa), None)
    shows = may_see_households(visitor.actor)
    return render(
        request,
        "addresses.html",
        asked=tim,
        found=found,
        wrong=wrong,
        summary=summary,
        layout=ground.layout,
        commune=commune,
        lines=area_lines(summary, visitor.actor, commune.key if commune else ""),
        faults=fault_lines(problems, visitor.actor),
        is_checked=is_checked,
        shows=shows,
        household=(
            next((one for one in records if one.values.get("id") == found.text), None)
            if found and shows
            else None
        ),
        reality_of_codes=reality_of(state.directory, _LAYER),
        postcodes_file=POSTCODES_FILE,
        kind=HOUSEHOLD,
    )
