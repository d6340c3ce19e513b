"""Secrets that are handed out once and kept as a digest."""

import secrets
from hashlib import sha256

__all__ = ["digest", "new_secret"]

_SECRET_BYTES = 32


def new_secret() -> str:
    """Return 256 random bits that fit into a cookie."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def digest(secret: str) -> str:
    """Return what is kept of a secret.

    A fast digest is enough: nobody guesses 256 random bits.
    """
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
