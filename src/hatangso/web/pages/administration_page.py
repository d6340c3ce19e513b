"""Quản trị: who may sign in, as what."""

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from hatangso.errors import InvalidInputError, Message
from hatangso.model.account import Account, AccountRole
from hatangso.web.access import Permission
from hatangso.web.application_state import AppState, state_of, visitor_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.administration_view import CHOOSABLE_ROLES, account_rows
from hatangso.web.views.hole_view import commune_names

router = PageRouter()
_PASSWORD_BYTES = 12
_SHOWN_ONCE = {"cache-control": "no-store"}
Text = Annotated[str, Form()]


@dataclass(frozen=True)
class AccountForm:
    """What the form of an account says.

    Attributes:
        units: Codes of communes; they count for a COMMUNE only.
        operator: It counts for an OPERATOR only.
        has_password: Whether the person signs in here, not with OpenID only.
    """

    login: str
    full_name: str
    role: AccountRole
    units: frozenset[str]
    operator: str
    is_active: bool
    has_password: bool


def account_form(
    login: Text = "",
    full_name: Text = "",
    role: Annotated[AccountRole, Form()] = AccountRole.READER,
    units: Annotated[list[str] | None, Form()] = None,
    operator: Text = "",
    is_active: Text = "",
    has_password: Text = "",
) -> AccountForm:
    """Return the form as it was sent; what does not belong to the role is left out."""
    is_commune, is_operator = role is AccountRole.COMMUNE, role is AccountRole.OPERATOR
    return AccountForm(
        login=login,
        full_name=full_name,
        role=role,
        units=frozenset(units or ()) if is_commune else frozenset(),
        operator=operator.strip() if is_operator else "",
        is_active=bool(is_active),
        has_password=bool(has_password),
    )


SentForm = Annotated[AccountForm, Depends(account_form)]


@router.page("/quan-tri", Permission.ADMINISTER)
def accounts(request: Request) -> Response:
    """List the accounts."""
    state = state_of(request)
    names = commune_names(state.snapshots.current(), visitor_of(request).language)
    rows = account_rows(state.operations.accounts.list(), names)
    return render(request, "administration_accounts.html", rows=rows)


@router.page("/quan-tri/nguoi-dung/moi", Permission.ADMINISTER)
def new_account(request: Request) -> Response:
    """Show the form of a new account."""
    return _form(request, None, account_form(is_active="1", has_password="1"))  # noqa: S106 - a check mark


@router.form("/quan-tri/nguoi-dung/moi", Permission.ADMINISTER)
def make_account(request: Request, form: SentForm) -> Response:
    """Make an account, and show its first password this once."""
    state = state_of(request)
    password = secrets.token_urlsafe(_PASSWORD_BYTES) if form.has_password else None
    try:
        _check_units(state, form)
        made = state.operations.accounts.create(
            form.login,
            form.full_name,
            form.role,
            password=password,
            units=form.units,
            operator=form.operator,
            must_change_password=password is not None,
            at=state.now(),
        )
    except InvalidInputError as error:
        return _form(request, None, form, problem=error.message)
    _note(request, "account made", made)
    return _form(request, made, _form_of(made), password=password or "")


@router.page("/quan-tri/nguoi-dung/{number}", Permission.ADMINISTER)
def one_account(request: Request, number: int) -> Response:
    """Show the form of an account."""
    account = state_of(request).operations.accounts.get(number)
    return _form(request, account, _form_of(account))


@router.form("/quan-tri/nguoi-dung/{number}", Permission.ADMINISTER)
def change_account(request: Request, number: int, form: SentForm) -> Response:
    """Change an account; it counts from its next request on."""
    state = state_of(request)
    before = state.operations.accounts.get(number)
    try:
        _check_units(state, form)
        changed = state.operations.accounts.change(
            number,
            full_name=form.full_name,
            role=form.role,
            units=form.units,
            operator=form.operator,
            is_active=form.is_active,
        )
    except InvalidInputError as error:
        return _form(request, before, form, problem=error.message)
    _note(request, "account changed", changed)
    return RedirectResponse("/quan-tri?da=saved", HTTPStatus.SEE_OTHER)


@router.form("/quan-tri/nguoi-dung/{number}/mat-khau", Permission.ADMINISTER)
def give_password(request: Request, number: int) -> Response:
    """Give an account a new password, shown this once; its sessions end."""
    state = state_of(request)
    account = state.operations.accounts.get(number)
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    state.operations.accounts.set_password(number, password, must_change=True)
    _note(request, "password given", account)
    return _form(request, account, _form_of(account), password=password)


@router.form("/quan-tri/nguoi-dung/{number}/dang-xuat", Permission.ADMINISTER)
def sign_out_account(request: Request, number: int) -> Response:
    """End all sessions of an account, and revoke its keys."""
    state = state_of(request)
    account = state.operations.accounts.get(number)
    state.operations.sessions.end_all(number)
    for key in state.operations.tokens.list(number):
        state.operations.tokens.revoke(key.id, state.now())
    _note(request, "signed out everywhere", account)
    return RedirectResponse("/quan-tri?da=saved", HTTPStatus.SEE_OTHER)


def _form_of(account: Account) -> AccountForm:
    return AccountForm(
        login=account.login,
        full_name=account.full_name,
        role=account.role,
        units=account.units,
        operator=account.operator,
        is_active=account.is_active,
        has_password=True,
    )


def _check_units(state: AppState, form: AccountForm) -> None:
    province = state.snapshots.current().inputs.province
    strange = form.units - {unit.code for unit in province.communes}
    if strange:
        raise InvalidInputError(
            "the province has no commune {unit}: choose from the list",
            unit=min(strange)[:20],
        )


def _note(request: Request, action: str, account: Account) -> None:
    state, visitor = state_of(request), visitor_of(request)
    state.operations.audit_trail.note(
        state.now(),
        visitor.login,
        action,
        visitor.address,
        account=account.login,
        role=account.role.value,
        active=account.is_active,
    )


def _form(
    request: Request,
    account: Account | None,
    form: AccountForm,
    *,
    problem: Message | None = None,
    password: str = "",
) -> Response:
    """Return the form of an account; None for one that is to be made."""
    snapshot = state_of(request).snapshots.current()
    operators = sorted({one.operator for one in snapshot.inputs.province.services})
    return render(
        request,
        "administration_account.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        headers=_SHOWN_ONCE,
        account=account,
        form=form,
        roles=CHOOSABLE_ROLES,
        communes=commune_names(snapshot, visitor_of(request).language),
        operators=operators,
        problem=problem,
        password=password,
    )
