"""Tài khoản: one's own password, keys and sign-ins."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.model.account import Account
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.security.session_cookies import end_session, start_session
from hatangso.web.security.sign_in_tries import count_try, forget_tries
from hatangso.web.views.account_words import (
    ROLE_WORDS,
    key_rows,
    unit_words,
)
from hatangso.web.views.hole_view import commune_names

router = PageRouter()
_SAVED = "/tai-khoan?da=saved"
_KEY_DAYS = (30, 90, 180, 365)
_WRONG = Message("this is not your current password")
_DIFFERENT = Message("the two new passwords are not the same")
# What stands on the page once must not stand in a cache.
_SHOWN_ONCE = {"cache-control": "no-store"}
Text = Annotated[str, Form()]


@router.page("/tai-khoan", Permission.OWN_SECRETS)
def account(request: Request) -> Response:
    """Show what the service knows of the visitor."""
    return _page(request)


@router.form("/tai-khoan/mat-khau", Permission.OWN_SECRETS)
def change_password(
    request: Request, current: Text = "", password: Text = "", again: Text = ""
) -> Response:
    """Choose another password; all other browsers are signed out."""
    state, visitor, own = state_of(request), visitor_of(request), _own(request)
    count_try(state, own.login, visitor.address)
    if state.operations.accounts.verify(own.login, current) is None:
        return _page(request, problems={"current": _WRONG})
    forget_tries(state, own.login, visitor.address)
    if password != again:
        return _page(request, problems={"again": _DIFFERENT})
    try:
        state.operations.accounts.set_password(own.id, password)
    except InvalidInputError as error:
        return _page(request, problems={"password": error.message})
    state.operations.audit_trail.note(
        state.now(), own.login, "password changed", visitor.address
    )
    renewed = state.operations.accounts.get(own.id)
    return start_session(request, renewed, _SAVED)


@router.form("/tai-khoan/khoa", Permission.OWN_SECRETS)
def issue_key(
    request: Request,
    label: Text = "",
    days: Annotated[int, Form()] = _KEY_DAYS[0],
    may_write: Text = "",
) -> Response:
    """Make a key for a program, and show it this once."""
    state, visitor, own = state_of(request), visitor_of(request), _own(request)
    if own.must_change_password:
        return _page(request)
    lifetime_days = days if days in _KEY_DAYS else _KEY_DAYS[0]
    try:
        secret, key = state.operations.tokens.issue(
            own.id,
            label,
            is_read_only=not may_write,
            at=state.now(),
            expires_at=state.now() + timedelta(days=lifetime_days),
        )
    except InvalidInputError as error:
        return _page(request, problems={"label": error.message}, label=label)
    state.operations.audit_trail.note(
        state.now(), own.login, "key made", visitor.address, hint=key.hint
    )
    return _page(request, new_key=secret)


@router.form("/tai-khoan/khoa/{number}/thu-hoi", Permission.OWN_SECRETS)
def revoke_key(request: Request, number: int) -> Response:
    """Make one of the visitor's keys useless."""
    state, visitor, own = state_of(request), visitor_of(request), _own(request)
    mine = {key.id: key for key in state.operations.tokens.list(own.id)}
    if number not in mine:
        raise NotFoundError("you have no key {number}", number=number)
    state.operations.tokens.revoke(number, state.now())
    state.operations.audit_trail.note(
        state.now(), own.login, "key revoked", visitor.address, hint=mine[number].hint
    )
    return RedirectResponse(_SAVED, HTTPStatus.SEE_OTHER)


@router.form("/tai-khoan/dang-xuat-het", Permission.OWN_SECRETS)
def sign_out_everywhere(request: Request) -> Response:
    """End the visitor's sessions in all browsers, this one too."""
    state, visitor, own = state_of(request), visitor_of(request), _own(request)
    state.operations.sessions.end_all(own.id)
    state.operations.audit_trail.note(
        state.now(), own.login, "signed out everywhere", visitor.address
    )
    return end_session(request, "/dang-nhap")


def _own(request: Request) -> Account:
    own = visitor_of(request).account
    assert own is not None  # noqa: S101 - by the permission
    return own


def _page(
    request: Request,
    *,
    problems: Mapping[str, Message] | None = None,
    new_key: str = "",
    label: str = "",
) -> Response:
    state, own = state_of(request), _own(request)
    keys = state.operations.tokens.list(own.id)
    names: Mapping[str, str] = {}
    if own.units:
        language = visitor_of(request).language
        names = commune_names(state.snapshots.current(), language)
    return render(
        request,
        "account.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        headers=_SHOWN_ONCE,
        own=own,
        role=ROLE_WORDS[own.role],
        units=unit_words(own.units, names),
        keys=key_rows(keys, [own], state.now()),
        key_days=_KEY_DAYS,
        problems=problems or {},
        new_key=new_key,
        label=label,
    )
