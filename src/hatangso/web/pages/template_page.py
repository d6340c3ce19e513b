"""Dữ liệu, workbooks to fill in: one for each kind of record, with lists and help."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from starlette.responses import Response

from hatangso.io.findings import Findings
from hatangso.io.geojson_layers import COMMUNES_FILE, read_communes
from hatangso.io.records.kind_words import (
    allowed_values,
    field_label,
    kind_name,
    type_name,
)
from hatangso.io.records.template_workbooks import write_templates
from hatangso.io.unit_files import unit_name
from hatangso.language import Language, sort_key
from hatangso.model.record import Role
from hatangso.model.record_kind import RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission, Visitor
from hatangso.web.application_state import AppState, state_of, visitor_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter

__all__ = ["commune_codes"]

router = PageRouter()
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class KindView:
    """A kind of records, as somebody who fills a workbook in reads it.

    Attributes:
        fields: Label, unit, type, allowed values, help, and whether it is required.
        is_own: Whether the visitor may send such records.
    """

    code: str
    name: str
    help: str
    component: str
    fields: tuple[tuple[str, str, str, str, str, bool], ...]
    is_own: bool

    @property
    def required(self) -> int:
        """Return how many fields every record needs."""
        return sum(field[-1] for field in self.fields)


def commune_codes(state: AppState) -> tuple[str, ...]:
    """Return the codes of the province's communes as far as they can be understood."""
    path = state.directory / COMMUNES_FILE

    def read() -> tuple[str, ...]:
        if not path.is_file():
            return ()
        return tuple(one.code for one in read_communes(path, Findings()))

    return state.snapshots.current().part("commune_codes", read)


@router.page("/du-lieu/bieu-mau", Permission.READ)
def templates(request: Request) -> Response:
    """List the workbooks, those that the visitor can send first."""
    visitor = visitor_of(request)
    kinds = [_kind_view(kind, visitor) for kind in shipped_kinds().values()]
    kinds.sort(key=lambda one: (not one.is_own, sort_key(one.name)))
    return render(
        request,
        "record_templates.html",
        kinds=kinds,
        units=[unit_name(code) or code for code in sorted(_own_units(visitor))],
    )


@router.page("/du-lieu/bieu-mau/{code}.xlsx", Permission.READ)
def template(request: Request, code: str) -> Response:
    """Give the workbook of one kind, with the communes to choose from."""
    state, visitor = state_of(request), visitor_of(request)
    kind = shipped_kinds().named(code)
    units = _own_units(visitor) or set(commune_codes(state))
    choices = {code: _title(unit_name(code) or code) for code in sorted(units)}
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{code}.xlsx"
        write_templates(
            path, [kind], language=visitor.language, choices_of_units=choices or None
        )
        content = path.read_bytes()
    headers = {"content-disposition": f'attachment; filename="bieu-mau-{code}.xlsx"'}
    return Response(content, media_type=_XLSX, headers=headers)


def _own_units(visitor: Visitor) -> set[str]:
    is_commune = visitor.actor.role is Role.COMMUNE
    return set(visitor.actor.units) if is_commune else set()


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _kind_view(kind: RecordKind, visitor: Visitor) -> KindView:
    language = visitor.language
    is_vi = language is Language.VI
    role = visitor.actor.role
    owners = {Role.COMMUNE: kind.unit_field, Role.OPERATOR: kind.operator_field}
    return KindView(
        kind.code,
        kind_name(kind, language),
        kind.help_vi if is_vi else kind.help_en,
        kind.component,
        tuple(
            (
                field_label(field, language),
                field.unit,
                type_name(field, language),
                allowed_values(field, language),
                field.help_vi if is_vi else field.help_en,
                field.is_required,
            )
            for field in kind.fields
        ),
        role is Role.DEPARTMENT or bool(owners.get(role)),
    )
