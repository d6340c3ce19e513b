"""What every page of the register needs to know of a request."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from hatangso.errors import NotFoundError
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.io.records.layer_tables import LAYERS
from hatangso.model.record import Actor, Change, ChangeSet, Edit, FieldValue, Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import refusal_of
from hatangso.web.access import Permission, Visitor
from hatangso.web.application_state import VIETNAM_TIME, AppState, state_of, visitor_of
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.record_sight import (
    SeenRecords,
    seen_on,
    seen_records,
    unit_names,
)
from hatangso.web.views.record_words import RecordWords
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.register.import_files import CommitSummary

__all__ = ["RegisterVisit", "SentForm", "register_visit", "sent_text", "went_well"]

# Sets whose changes are kept for their next page: a large import has thousands.
_MOST_OPENED = 3


@dataclass(frozen=True)
class RegisterVisit:
    """Somebody who looks at the register, and the register as it stands."""

    state: AppState
    visitor: Visitor
    snapshot: ProvinceSnapshot
    words: RecordWords
    at: datetime

    @property
    def actor(self) -> Actor:
        """Return what the visitor is to the register."""
        return self.visitor.actor

    @property
    def today(self) -> date:
        """Return the day in Viet Nam."""
        return self.at.astimezone(VIETNAM_TIME).date()

    def kind(self, code: str) -> RecordKind:
        """Return the kind of an address.

        Raises:
            NotFoundError: There is no such kind.
        """
        return shipped_kinds().named(code)

    def seen(self, kind: RecordKind, day: date | None = None) -> SeenRecords:
        """Return the records of a kind as the visitor sees them, now or on a day."""
        if day is None:
            return seen_records(self.snapshot, self.actor, kind)
        return seen_on(self.state.register, self.snapshot, self.actor, kind, day)

    def record(self, kind: RecordKind, record_id: int) -> Record:
        """Return a record with all its values: mask it before it is shown.

        Raises:
            NotFoundError: There is no such record.
        """
        found = self._records(kind).get(record_id)
        if found is None:
            raise NotFoundError(
                "the register has no {kind} {id}", kind=kind.code, id=record_id
            )
        return found

    def records(self, kind: RecordKind, ids: Sequence[int]) -> list[Record]:
        """Return those of some records that exist, with all their values."""
        known = self._records(kind)
        return [known[one] for one in dict.fromkeys(ids) if one in known]

    def _records(self, kind: RecordKind) -> dict[int, Record]:
        return self.snapshot.part(
            f"records by number:{kind.code}",
            lambda: {one.id: one for one in self.snapshot.records(kind.code)},
        )

    def may_change(self, kind: RecordKind, record: Record) -> bool:
        """Return whether a button to change a record makes sense; the commit decides.

        Args:
            kind: Of the record.
            record: With all its values.
        """
        return (
            self.visitor.may(Permission.WRITE)
            and refusal_of(self.actor, kind, record.values, record.values) is None
        )

    def may_change_some(self, kind: RecordKind) -> bool:
        """Return whether there can be records of a kind that the visitor may change."""
        own: dict[str, FieldValue] = {
            kind.unit_field: min(self.actor.units, default=None),
            kind.operator_field: self.actor.operator or None,
        }
        own.pop("", None)
        return (
            self.visitor.may(Permission.WRITE)
            and refusal_of(self.actor, kind, None, own) is None
        )

    def nature(self, kind: RecordKind) -> str:
        """Return whether the records of a kind are real; empty where nobody said."""
        layers = [one.file for one in LAYERS if one.kind == kind.code]
        said = self.snapshot.part(
            "register provenances", lambda: _provenances(self.snapshot.directory)
        )
        return said.get(layers[0].partition(".")[0], "") if layers else ""

    def commit(self, edits: Sequence[Edit], reason: str) -> CommitSummary:
        """Make all changes, or none.

        Raises:
            InvalidInputError: Something in the edits cannot be.
            StaleResultError: Records changed since they were shown.
        """
        try:
            return commit_edits(
                self.state.directory,
                edits,
                actor=self.actor,
                at=self.at,
                reason=reason,
            )
        finally:
            self.state.snapshots.forget()

    def changes(self, set_id: int) -> list[Change]:
        """Return what a set changed, with all values: mask them before they are shown.

        Raises:
            NotFoundError: There is no such set.
        """
        opened = self.snapshot.part("opened sets", dict[int, list[Change]])
        found = opened.get(set_id)
        if found is None:
            found = self.state.register.changes(set_id)
            while len(opened) >= _MOST_OPENED:
                opened.pop(next(iter(opened)), None)
            opened[set_id] = found
        return found

    def change_sets(self) -> list[ChangeSet]:
        """Return all sets of changes, the newest first."""
        return self.snapshot.part(
            "register sets",
            lambda: list(reversed(self.state.register.change_sets())),
        )


def _provenances(directory: Path) -> dict[str, str]:
    """Return what the province's description says of each layer."""
    text = (directory / DESCRIPTION_FILE).read_text(encoding="utf-8-sig")
    layers = tomllib.loads(text).get("layers", {})
    return {name: str(told.get("reality", "")) for name, told in layers.items()}


def register_visit(request: Request) -> RegisterVisit:
    """Return who looks at the register, and what there is."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    words = RecordWords(visitor.language, unit_names(snapshot, visitor.language))
    return RegisterVisit(state, visitor, snapshot, words, state.now())


async def _sent_form(request: Request) -> FormData:
    return await request.form()


# A form whose fields the descriptor of a kind decides.
SentForm = Annotated[FormData, Depends(_sent_form)]


def sent_text(sent: FormData, name: str) -> str:
    """Return a text of a form without blanks at its ends; empty when there is none."""
    text = sent.get(name, "")
    return text.strip() if isinstance(text, str) else ""


def went_well(path: str, told: str = "saved") -> Response:
    """Return the answer that leads to a page, which says what was done."""
    mark = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{mark}da={told}", HTTPStatus.SEE_OTHER)
