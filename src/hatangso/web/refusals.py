"""What a request may be refused for, and the status that each error answers with."""

from http import HTTPStatus

from hatangso.errors import (
    HatangsoError,
    InfeasibleError,
    InterruptedRunError,
    InvalidInputError,
    Message,
    NotFoundError,
    OutOfRangeError,
    StaleResultError,
)

__all__ = ["STATUS", "Refusal", "TooManyError", "status_of"]

STATUS: dict[type[HatangsoError], HTTPStatus] = {
    InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    OutOfRangeError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFoundError: HTTPStatus.NOT_FOUND,
    StaleResultError: HTTPStatus.CONFLICT,
    InfeasibleError: HTTPStatus.CONFLICT,
    InterruptedRunError: HTTPStatus.SERVICE_UNAVAILABLE,
}


class Refusal(Exception):  # noqa: N818 - what it is to the visitor
    """The visitor may not do this."""

    def __init__(
        self,
        reason: Message,
        *,
        is_sign_in_needed: bool = False,
        is_password_due: bool = False,
    ) -> None:
        """Keep why, and whether signing in or an own password would help."""
        super().__init__(str(reason))
        self.reason = reason
        self.is_sign_in_needed = is_sign_in_needed
        self.is_password_due = is_password_due


class TooManyError(Exception):
    """The visitor asked too often."""

    def __init__(self, reason: Message, *, wait_s: int) -> None:
        """Keep why, and after how long to try again."""
        super().__init__(str(reason))
        self.reason = reason
        self.wait_s = wait_s


def status_of(error: HatangsoError) -> HTTPStatus:
    """Return the status of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
