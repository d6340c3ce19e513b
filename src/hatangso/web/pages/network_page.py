"""Mạng chuyên dùng: whom it reaches, what failures cut off, what fits, what helps."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from hatangso.errors import Message
from hatangso.network.cuts import CutKind
from hatangso.network.load import Fit
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission
from hatangso.web.charts.bars import bar, patterns
from hatangso.web.charts.network_map import network_map, network_mark
from hatangso.web.rendering import render, say
from hatangso.web.routing import PageRouter
from hatangso.web.views.indicator_list import page_of
from hatangso.web.views.network_view import (
    CUT_WORDS,
    MOST_FAILURES,
    REACHED_WORDS,
    STATES,
    NetworkView,
    cut_rows,
    link_rows,
    network_view,
    node_rows,
    office_rows,
    picture_of,
)
from hatangso.web.views.record_sight import communes_of, unit_names
from hatangso.web.views.register_visit import RegisterVisit, register_visit

__all__: list[str] = []

router = PageRouter()
_PATH = "/he-thong/mang"
_FIRST, _ROWS = 10, 100
# Fits, as a status is written: words and tone.
FITS = {
    Fit.YES: (Message("enough room"), "met"),
    Fit.NO: (Message("not enough room"), "missed"),
    Fit.UNKNOWN: (Message("not known: links of unknown capacity"), "unknown"),
}
Number = Annotated[int, Query(ge=1, le=10_000)]
Word = Annotated[str, Query(max_length=300)]


def _common(visit: RegisterVisit, view: NetworkView) -> dict[str, Any]:
    kind = shipped_kinds()["network_node"]
    return {
        "view": view,
        "summary": view.summary,
        "layout": view.summary.layout,
        "nature": visit.nature(kind),
        "states": STATES,
        "reached_words": REACHED_WORDS,
        "cut_words": CUT_WORDS,
        "cut_kinds": tuple(CutKind),
        "fits": FITS,
        "communes": unit_names(visit.snapshot, visit.words.language),
        "most_failures": MOST_FAILURES,
        "bar": bar,
        "patterns": patterns,
    }


@router.page(_PATH, Permission.READ)
def network(request: Request) -> Response:
    """Show how the network stands, in few numbers and a drawing."""
    visit = register_visit(request)
    view = network_view(visit.snapshot)
    if view is None:
        return render(request, "network.html", view=None)
    shapes = {one.code: one.geometry for one in communes_of(visit.snapshot)}
    language = visit.words.language
    drawing = visit.snapshot.part(
        f"government_network drawing:{language}",
        lambda: network_map(
            picture_of(view, language),
            shapes,
            title=say(request, Message("Map of the government network")),
            text=say(
                request,
                Message(
                    "{nodes} nodes; {single} hang on one link, {links} links cut"
                    " somebody off when they fail. The tables hold the same.",
                    {
                        "nodes": len(view.summary.layout.nodes),
                        "single": len(node_rows(view, "single", "")),
                        "links": len(view.single_links),
                    },
                ),
            ),
        ),
    )
    cuts = cut_rows(view, visit.snapshot, visit.actor)
    links = link_rows(view)
    return render(
        request,
        "network.html",
        **_common(visit, view),
        drawing=drawing,
        mark=network_mark,
        counts={one: len(node_rows(view, one, "")) for one in STATES},
        offices={one: len(office_rows(view, one, "")) for one in STATES},
        cuts=cuts[:_FIRST],
        cuts_n=len(cuts),
        fullest=links[:_FIRST],
        links_n=len(links),
    )


@router.page(f"{_PATH}/nut", Permission.READ)
def nodes(
    request: Request, trang_thai: Word = "", tim: Word = "", trang: Number = 1
) -> Response:
    """List nodes with what they hang on."""
    return _listed(request, "nut", trang_thai, tim, trang)


@router.page(f"{_PATH}/co-quan", Permission.READ)
def offices(
    request: Request, trang_thai: Word = "", tim: Word = "", trang: Number = 1
) -> Response:
    """List agencies with whether the network reaches them."""
    return _listed(request, "co-quan", trang_thai, tim, trang)


@router.page(f"{_PATH}/su-co", Permission.READ)
def failures(request: Request, loai: Word = "", trang: Number = 1) -> Response:
    """List single failures that cut somebody off."""
    return _listed(request, "su-co", loai, "", trang)


@router.page(f"{_PATH}/tai", Permission.READ)
def loads(request: Request, trang: Number = 1) -> Response:
    """List links with what they carry at the busiest time."""
    return _listed(request, "tai", "", "", trang)


def _listed(
    request: Request, listing: str, state: str, sought: str, number: int
) -> Response:
    visit = register_visit(request)
    view = network_view(visit.snapshot)
    if view is None:
        return render(request, "network.html", view=None)
    lines = page_of(_rows(visit, view, listing, state, sought), number, size=_ROWS)
    return render(
        request,
        "network_list.html",
        **_common(visit, view),
        listing=listing,
        rows=lines.rows,
        page=lines.number,
        pages=lines.pages,
        total=lines.total,
        asked={"trang_thai": state, "tim": sought},
    )


def _rows(
    visit: RegisterVisit, view: NetworkView, listing: str, state: str, sought: str
) -> Sequence[object]:
    if listing == "nut":
        return node_rows(view, state, sought)
    if listing == "co-quan":
        return office_rows(view, state, sought)
    if listing == "su-co":
        return cut_rows(view, visit.snapshot, visit.actor, state)
    return link_rows(view)
