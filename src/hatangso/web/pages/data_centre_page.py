"""Trung tâm dữ liệu: how full, what a loss leaves, racks, energy, systems, what to buy.

What needs a search has addresses of its own: the page stands at once, and asks for
them. Searches are given up early here; the command line searches for longer.
"""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import Response

from hatangso.capacity.program import Effort
from hatangso.errors import HatangsoError, Message
from hatangso.language import format_date, format_shortest, translate
from hatangso.web.access import Permission
from hatangso.web.charts.bars import patterns
from hatangso.web.rendering import is_part_asked, render
from hatangso.web.routing import PageRouter
from hatangso.web.views.data_centre_view import (
    LACKS,
    PROOFS,
    RESOURCES,
    VERDICTS,
    RecordAddresses,
    host_rows,
    machines_asked,
    pue_chart,
    run_out_words,
    size_asked,
    use_bar,
)
from hatangso.web.views.indicator_chart import period_text
from hatangso.web.views.register_visit import RegisterVisit, register_visit
from hatangso.workflows.capacity import (
    CapacityRequest,
    CapacitySummary,
    Fullness,
    capacity_of,
    fullness_of,
)
from hatangso.workflows.capacity_inputs import centre_of
from hatangso.workflows.data_centres.centre_report import CentreReport, centre_report
from hatangso.workflows.data_centres.merger import Merger, merger_from
from hatangso.workflows.data_centres.new_centre import NewCentre, new_centre
from hatangso.workflows.system_security import (
    SECURITY_TITLES,
    SecurityReport,
    SecuritySort,
    read_security_parameters,
    security_report,
)

router = PageRouter()
_PAGE = "/he-thong/trung-tam-du-lieu"
_EFFORT = Effort(nodes=50, variables=2_000, losses=60, purchases=2_000)
_MOST_HOSTS = 100
_MOST_KEPT = 20


@dataclass(frozen=True)
class _Centre:
    """What the page shows without a search."""

    pools: tuple[Fullness, ...]
    remarks: tuple[Message, ...]
    report: CentreReport
    security: SecurityReport


@router.page(_PAGE, Permission.READ)
def data_centres(request: Request) -> Response:
    """Show the centres: fullness, racks, energy, systems; forms for what is to come."""
    visit = register_visit(request)
    asked = dict(request.query_params)
    is_together = bool(asked.get("chung"))
    shown = visit.snapshot.part(
        f"data centres:{is_together}:{visit.today}",
        lambda: _centre(visit, is_together=is_together),
    )
    addresses = RecordAddresses(visit.snapshot.records)
    language = visit.words.language
    sort = asked.get("loi", "")
    gaps = shown.security.of(SecuritySort(sort)) if sort in set(SecuritySort) else ()
    sized, refusal = _sized(visit, asked)
    return render(
        request,
        "data_centres.html",
        centre=shown,
        asked=asked,
        is_together=is_together,
        hosts={
            one.name: host_rows(one.utilisation.hosts, addresses)[:_MOST_HOSTS]
            for one in shown.pools
        },
        charts={
            one.centre: pue_chart(one, language, lambda text: translate(text, language))
            for one in shown.report.energy
        },
        gaps=gaps,
        sort=sort,
        sized=sized,
        refusal=refusal,
        addresses=addresses,
        run_out=lambda found: run_out_words(
            found,
            lambda day: format_date(day, language),
            lambda value: format_shortest(value, 0, language),
        ),
        month_of=lambda month: period_text(month, language),
        nature=lambda code: visit.nature(visit.kind(code)),
        words={"resources": RESOURCES, "lacks": LACKS, "titles": SECURITY_TITLES},
        verdicts=VERDICTS,
        use_bar=use_bar,
        patterns=patterns,
    )


@router.page(f"{_PAGE}/chiu-hong", Permission.READ)
def losses(request: Request, chung: str = "") -> Response:
    """Show what the loss of a host leaves, what to buy; both ways when asked for."""
    visit = register_visit(request)
    merger: Merger | None = None
    if chung == "so-sanh":
        apart = _summary(visit, is_together=False)
        summary = _summary(visit, is_together=True)
        merger = merger_from(apart, summary) if apart and summary else None
    else:
        summary = _summary(visit, is_together=bool(chung))
    return _part(request, "data_centre_losses", visit, summary=summary, merger=merger)


@router.page(f"{_PAGE}/he-thong-moi", Permission.READ)
def new_system(request: Request) -> Response:
    """Show whether the machines of a new system fit, and what a loss then leaves."""
    visit = register_visit(request)
    asked = dict(request.query_params)
    machines = machines_asked(asked)
    summary = None
    if machines and _runs_hosts(visit):
        wanted = CapacityRequest(is_together=bool(asked.get("chung")), new=machines)
        # Questions are many: only the newest answers are kept.
        answers = visit.snapshot.part("new systems", dict[CapacityRequest, object])
        summary = answers.get(wanted)
        if summary is None:
            summary = capacity_of(
                visit.state.directory,
                wanted,
                effort=_EFFORT,
                records=visit.snapshot.records,
            )
            while len(answers) >= _MOST_KEPT:
                answers.pop(next(iter(answers)), None)
            answers[wanted] = summary
    return _part(request, "data_centre_new", visit, summary=summary, asked=asked)


def _part(
    request: Request,
    name: str,
    visit: RegisterVisit,
    **values: Any,  # noqa: ANN401 - what a template shows
) -> Response:
    """Return a part for the page that asked, or a page of its own."""
    own = "data_centre_part.html"
    template = f"parts/{name}.html" if is_part_asked(request) else own
    return render(
        request,
        template,
        part=f"parts/{name}.html",
        addresses=RecordAddresses(visit.snapshot.records),
        verdicts=VERDICTS,
        proofs=PROOFS,
        **values,
    )


def _centre(visit: RegisterVisit, *, is_together: bool) -> _Centre:
    records, directory = visit.snapshot.records, visit.state.directory
    pools: tuple[Fullness, ...] = ()
    remarks: tuple[Message, ...] = ()
    if records("host"):
        asked = CapacityRequest(is_together=is_together, today=visit.today)
        pools, remarks = fullness_of(directory, asked, records=records)
    return _Centre(
        pools,
        remarks,
        centre_report(records, directory, today=visit.today),
        security_report(
            records("information_system"),
            read_security_parameters(directory),
            today=visit.today,
        ),
    )


def _summary(visit: RegisterVisit, *, is_together: bool) -> CapacitySummary | None:
    """Return what a loss leaves, kept while nothing changes; None without hosts."""
    if not _runs_hosts(visit):
        return None
    return visit.snapshot.part(
        f"losses of hosts:{is_together}",
        lambda: capacity_of(
            visit.state.directory,
            CapacityRequest(lost_n=1, is_together=is_together),
            effort=_EFFORT,
            records=visit.snapshot.records,
        ),
    )


def _runs_hosts(visit: RegisterVisit) -> bool:
    if not visit.snapshot.records("host"):
        return False
    return bool(centre_of(visit.snapshot.records, is_together=True).hosts)


def _sized(
    visit: RegisterVisit, asked: dict[str, str]
) -> tuple[NewCentre | None, Message | None]:
    """Return the size of a centre that the address asks for, or why there is none."""
    try:
        wanted = size_asked(asked)
        return (new_centre(visit.state.directory, wanted) if wanted else None), None
    except HatangsoError as error:
        return None, error.message
