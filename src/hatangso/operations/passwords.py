"""What a password must be, and how it is kept: as a digest of Argon2id."""

import threading
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from hatangso.errors import InvalidInputError

__all__ = ["PasswordRule", "Passwords"]

# A password is hashed in 64 MiB: so many at a time, the others wait.
_AT_ONCE = 4
_FEWEST_BESIDE_LOGIN = 8
_FEWEST_DIFFERENT = 4
_COMMON = (
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789abc",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "abcd12345678",
    "abcdefghijkl",
    "adminadmin123",
    "administrator",
    "anhyeuemnhieu",
    "chinhquyenso",
    "chuyendoiso123",
    "chuyendoiso2025",
    "hatangso12345",
    "iloveyou1234",
    "letmein123456",
    "matkhau12345",
    "matkhau123456",
    "motconvitxoera",
    "password1234",
    "password12345",
    "qwertyuiop123",
    "qwertyuiop[]",
    "thainguyen123",
    "thainguyen2025",
    "vietnam123456",
    "vietnamvodich",
    "welcome123456",
)


@dataclass(frozen=True)
class PasswordRule:
    """What a new password must be.

    Attributes:
        least: Fewest signs.
        most: Most signs; longer ones would only keep the processor busy.
        common: Passwords that are tried first, in lower case.

    Source:
        NIST SP 800-63B, 5.1.1.2: length, a list of common values and the user's own
        name; no rules on kinds of signs.
    """

    least: int = 12
    most: int = 512
    common: frozenset[str] = frozenset(_COMMON)

    def check(self, password: str, login: str) -> None:
        """Accept a password.

        Raises:
            InvalidInputError: It is too short or too long, common, or the login.
        """
        length = len(unicodedata.normalize("NFC", password))
        if length < self.least:
            raise InvalidInputError(
                "the password has {length} characters: use at least {least}",
                length=length,
                least=self.least,
            )
        if length > self.most:
            raise InvalidInputError(
                "the password has {length} characters: use at most {most}",
                length=length,
                most=self.most,
            )
        plain = password.casefold()
        without_login = plain.replace(login, "")
        if (
            plain in self.common
            or len(without_login) < _FEWEST_BESIDE_LOGIN
            or len(set(plain)) < _FEWEST_DIFFERENT
        ):
            raise InvalidInputError(
                "the password is easily guessed: use several words that do not belong"
                " together, and not the login"
            )


class Passwords:
    """Hashes passwords and compares with what was kept."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Take how dear a hash is; RFC 9106's choice for little memory by default."""
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    def hashed(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._turns:
            return self._hasher.hash(_typed(password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """Return whether a password is the one that was kept.

        It takes as long for none kept (None) as for a wrong one.
        """
        # Asked for every time, so that it is made at whoever's first sign-in.
        nobodys = self._nobodys
        with self._turns:
            try:
                self._hasher.verify(kept or nobodys, _typed(password))
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Return whether passwords are hashed with more effort today."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        """Return the hash that passwords of unknown logins are held against."""
        return self._hasher.hash("nobody's password")


def _typed(password: str) -> bytes:
    """Return a password as all keyboards write it: ê may come as one sign or as two."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
