"""Hạ tầng: what the register holds, kind by kind, as tables, maps and files."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from starlette.responses import JSONResponse, Response

from hatangso.errors import InvalidInputError
from hatangso.io.records.record_tables import TableFormat, write_records
from hatangso.model.record import Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.record_kinds_view import register_components
from hatangso.web.views.record_map_view import record_features
from hatangso.web.views.record_query import RecordQuery, query_of, selected
from hatangso.web.views.record_sight import SeenRecords
from hatangso.web.views.record_table_view import TableBuilder
from hatangso.web.views.register_visit import RegisterVisit, register_visit

__all__: list[str] = []

router = PageRouter()
_MEDIA_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    TableFormat.GEOJSON: "application/geo+json",
    TableFormat.GPKG: "application/geopackage+sqlite3",
}
_MOST_SUGGESTED = 20
_ALWAYS_SHOWN = ("xa", "nha-mang")


@router.page("/ha-tang", Permission.READ)
def kinds_page(request: Request) -> Response:
    """Show what the register holds, how fresh and complete, and what waits."""
    visit = register_visit(request)
    components = register_components(
        visit.snapshot,
        visit.state.operations,
        visit.change_sets(),
        visit.words,
        visit.actor,
        today=visit.today,
    )
    return render(request, "infrastructure.html", components=components)


@router.page("/ha-tang/{code}", Permission.READ)
def records_page(request: Request, code: str) -> Response:
    """Show the records of a kind as a table, and on a map where it has places."""
    visit = register_visit(request)
    seen, query, found = _asked(request, visit, code)
    builder = TableBuilder(seen, query, visit.words, visit.today)
    filters = builder.filters()
    return render(
        request,
        "records.html",
        headers={"hx-push-url": query.address(page=query.page)},
        kind=seen.kind,
        words=visit.words,
        query=query,
        table=builder.table(found),
        filters=filters,
        chips=builder.chips(),
        choosable=builder.choosable(),
        is_open=any(
            one.is_set for one in filters if one.name not in {"xa", "nha-mang"}
        ),
        nature=visit.nature(seen.kind),
        formats=_formats(seen),
        may_write=visit.may_change_some(seen.kind) and query.as_of is None,
    )


@router.page("/ha-tang/{code}/tai-ve", Permission.READ)
def download(request: Request, code: str, dang: str = "xlsx") -> Response:
    """Hand out the records that are asked for, as the visitor may see them."""
    visit = register_visit(request)
    seen, _, found = _asked(request, visit, code)
    if dang not in set(TableFormat):
        raise InvalidInputError(
            "no file can be of the format {name}: choose one of {names}",
            name=dang,
            names=", ".join(TableFormat),
        )
    told = TableFormat(dang)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{seen.kind.code}.{told}"
        write_records(
            path,
            seen.kind,
            found,
            table_format=told,
            language=visit.words.language,
        )
        content = path.read_bytes()
    visit.state.operations.audit_trail.note(
        visit.at,
        visit.visitor.login,
        "records downloaded",
        visit.visitor.address,
        kind=seen.kind.code,
        records=len(found),
    )
    name = f"{seen.kind.code}-{visit.today:%Y%m%d}.{told}"
    return Response(
        content,
        media_type=_MEDIA_TYPES[told],
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "private, no-store",
        },
    )


@router.page("/ha-tang/{code}/ban-do.geojson", Permission.READ)
def map_features(request: Request, code: str) -> Response:
    """Return the places of the records that are asked for."""
    visit = register_visit(request)
    seen, _, found = _asked(request, visit, code)
    features = record_features(seen.kind, found, visit.words, today=visit.today)
    return JSONResponse(
        {"type": "FeatureCollection", "features": features},
        media_type="application/geo+json",
        headers={"cache-control": "private, no-cache"},
    )


@router.page("/ha-tang/{code}/goi-y", Permission.READ)
def suggestions(request: Request, code: str) -> Response:
    """Return records whose key a form may name, as options of a list.

    What was typed comes under the name of the field that asks.
    """
    visit = register_visit(request)
    kind = visit.kind(code)
    typed = next(iter(request.query_params.values()), "")
    query = RecordQuery(kind, (), text=typed.strip()[:200])
    seen = visit.seen(kind)
    found = selected(seen, query, today=visit.today)[:_MOST_SUGGESTED]
    options = [
        (record.values.get(kind.key[0]), visit.words.title(kind, record))
        for record in found
    ]
    return render(request, "parts/record_suggestions.html", options=options)


def _asked(
    request: Request, visit: RegisterVisit, code: str
) -> tuple[SeenRecords, RecordQuery, list[Record]]:
    """Return the records of a kind, and those that the address asks for."""
    kind = shipped_kinds().named(code)
    query = query_of(kind, request.query_params, visit.actor)
    seen = visit.seen(kind, query.as_of)
    return seen, query, selected(seen, query, today=visit.today)


def _formats(seen: SeenRecords) -> list[TableFormat]:
    """Return the formats in which records of a kind can be handed on."""
    tables = [TableFormat.XLSX, TableFormat.CSV]
    if seen.kind.geometry is None:
        return tables
    return [*tables, TableFormat.GEOJSON, TableFormat.GPKG]
