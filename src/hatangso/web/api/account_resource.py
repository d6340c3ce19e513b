"""Accounts and what was done with the service, for administrators' programs."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel

from hatangso.model.account import AccountRole
from hatangso.web.access import Permission
from hatangso.web.api.shapes import PageOf
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.routing import ApiRouter

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["accounts"])
_MOST = 1_000


class AccountShape(BaseModel):
    """Somebody who may sign in; never a password."""

    login: str
    full_name: str
    role: AccountRole
    units: list[str]
    operator: str
    is_active: bool
    created_at: datetime
    last_seen_at: datetime | None


class SelfShape(BaseModel):
    """Who asks."""

    login: str
    role: AccountRole
    is_read_only: bool


class AuditEntryShape(BaseModel):
    """Something that somebody did with the service."""

    id: int
    at: datetime
    who: str
    action: str
    address: str
    details: dict[str, str]


@router.ask("/me", Permission.OWN_ACCOUNT)
def me(request: Request) -> SelfShape:
    """Return whom the key speaks for."""
    visitor = visitor_of(request)
    return SelfShape(
        login=visitor.login, role=visitor.role, is_read_only=visitor.is_read_only
    )


@router.ask("/accounts", Permission.ADMINISTER)
def accounts(request: Request) -> PageOf[AccountShape]:
    """Return all accounts."""
    items = [
        AccountShape(
            login=one.login,
            full_name=one.full_name,
            role=one.role,
            units=sorted(one.units),
            operator=one.operator,
            is_active=one.is_active,
            created_at=one.created_at,
            last_seen_at=one.last_seen_at,
        )
        for one in state_of(request).operations.accounts.list()
    ]
    return PageOf(total=len(items), offset=0, items=items)


@router.ask("/audit-trail", Permission.ADMINISTER)
def audit_trail(
    request: Request,
    who: Annotated[str, Query(max_length=200)] = "",
    action: Annotated[str, Query(max_length=100)] = "",
    before_id: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 200,
) -> PageOf[AuditEntryShape]:
    """Return what was done with the service, the newest first."""
    found = state_of(request).operations.audit_trail.entries(
        limit=limit, who=who, action=action, before_id=before_id
    )
    items = [
        AuditEntryShape(
            id=one.id,
            at=one.at,
            who=one.who,
            action=one.action,
            address=one.address,
            details=dict(one.details),
        )
        for one in found
    ]
    return PageOf(total=len(items), offset=0, items=items)
