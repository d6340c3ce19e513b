"""The check that stands before every route: permission, and the token of forms."""

import secrets
from collections.abc import Awaitable, Callable

from starlette.requests import Request

from hatangso.errors import Message
from hatangso.web.access import Permission, Visitor
from hatangso.web.application_state import visitor_of
from hatangso.web.refusals import Refusal

__all__ = ["CSRF_FIELD", "CSRF_HEADER", "guard"]

CSRF_FIELD = "csrf_token"
CSRF_HEADER = "x-csrf-token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def guard(permission: Permission) -> Callable[[Request], Awaitable[None]]:
    """Return the check that lets through who has a permission.

    It reads the body of a form only for somebody who may send it.
    """

    async def check(request: Request) -> None:
        visitor = visitor_of(request)
        if not visitor.may(permission):
            raise _refusal(visitor)
        if request.method in _SAFE_METHODS:
            return
        if visitor.is_program:
            if visitor.is_read_only:
                raise Refusal(Message("this key may read only"))
            return
        await _check_token(request, visitor)

    return check


def _refusal(visitor: Visitor) -> Refusal:
    if visitor.account is None:
        reason = Message("sign in to see this page")
        return Refusal(reason, is_sign_in_needed=True)
    if visitor.must_change_password:
        reason = Message("choose a password of your own first")
        return Refusal(reason, is_password_due=True)
    return Refusal(Message("your account may not do this: ask an administrator"))


async def _check_token(request: Request, visitor: Visitor) -> None:
    """Refuse a change that another site made the browser send.

    Source:
        OWASP Cross-Site Request Forgery Prevention Cheat Sheet: a token of the session
        beside the browser's own word on where the request comes from.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"}:
        raise Refusal(Message("this form was sent from another site"))
    sent = request.headers.get(CSRF_HEADER, "")
    if not sent and request.headers.get("content-type", "").startswith(_FORMS):
        form = await request.form()
        sent = str(form.get(CSRF_FIELD, ""))
    if not visitor.csrf_token or not secrets.compare_digest(
        sent.encode(), visitor.csrf_token.encode()
    ):
        raise Refusal(
            Message("the form is too old: load the page again and send it once more")
        )
