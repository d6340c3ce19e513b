"""How often somebody may try a password.

Three counts of a quarter of an hour: of a login from one address, of one address, and
of a login from all addresses where it never signed in. The last one stops guesses from
many addresses; it does not hold for an address where the login signed in lately, so
that nobody can keep an administrator out by guessing.

Source:
    OWASP Authentication Cheat Sheet: account lockout and denial of service.
"""

from datetime import timedelta

from hatangso.errors import Message
from hatangso.web.application_state import AppState
from hatangso.web.refusals import TooManyError
from hatangso.web.security.addresses import address_block

__all__ = ["SIGNED_IN", "count_try", "forget_tries"]

# What the audit trail calls it.
SIGNED_IN = "sign-in"
_WINDOW = timedelta(minutes=15)
_KNOWN_FOR = timedelta(days=90)
_NEWEST_SIGN_INS = 100
# An office has one address for all its people, and a guesser many of both.
_SHARED_BY = 10
_REASON = Message("too many wrong passwords: wait a quarter of an hour")


def count_try(state: AppState, login: str, address: str) -> None:
    """Count a try.

    Raises:
        TooManyError: It is one too many.
    """
    block, tries = address_block(address), state.settings.sign_in_tries
    buckets = {
        _bucket(login, block): tries,
        f"sign-in from {block}": tries * _SHARED_BY,
    }
    if not _is_known(state, login, block):
        buckets[f"sign-in to {login}"] = tries * _SHARED_BY
    now = state.now()
    for bucket, limit in buckets.items():
        if state.operations.throttle.allow(bucket, at=now, limit=limit, per=_WINDOW):
            continue
        first = f"paused {bucket}"
        if state.operations.throttle.allow(first, at=now, limit=1, per=_WINDOW):
            state.operations.audit_trail.note(now, "", "sign-in paused", address)
        raise TooManyError(_REASON, wait_s=int(_WINDOW.total_seconds()))


def forget_tries(state: AppState, login: str, address: str) -> None:
    """Forget the tries of a login from an address: its password was right."""
    state.operations.throttle.clear(_bucket(login, address_block(address)))


def _bucket(login: str, block: str) -> str:
    return f"sign-in {login} {block}"


def _is_known(state: AppState, login: str, block: str) -> bool:
    """Return whether a login signed in from an address lately."""
    since = state.now() - _KNOWN_FOR
    entries = state.operations.audit_trail.entries(
        who=login, action=SIGNED_IN, limit=_NEWEST_SIGN_INS
    )
    return any(
        address_block(entry.address) == block for entry in entries if entry.at > since
    )
