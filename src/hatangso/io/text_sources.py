"""Text from a file, standard input, or an address that an administrator names.

Addresses come from the command line alone: no page and no record leads here.
"""

import sys
from pathlib import Path

import httpx

from hatangso.errors import InvalidInputError, NotFoundError

__all__ = ["read_source"]

_MOST_BYTES = 64 * 1024 * 1024
_TIMEOUT_S = 30.0
STANDARD_INPUT = "-"


def read_source(source: str) -> str:
    """Read a text.

    Args:
        source: Path of a file, ``-`` for standard input, or an address that begins
            with ``http://`` or ``https://``; nobody is followed who redirects.

    Raises:
        NotFoundError: There is no such file, or nobody answers at the address.
        InvalidInputError: It is larger than 64 MB, or no text in UTF-8.
    """
    if source.startswith(("http://", "https://")):
        content = _fetched(source)
    elif source == STANDARD_INPUT:
        content = sys.stdin.buffer.read(_MOST_BYTES + 1)
    else:
        path = Path(source)
        if not path.is_file():
            raise NotFoundError("there is no file {file}", file=source)
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise InvalidInputError("{source} is larger than 64 MB", source=source)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            "{source} is no text in UTF-8", source=source
        ) from error


def _fetched(address: str) -> bytes:
    content = b""
    try:
        with httpx.stream(
            "GET", address, timeout=_TIMEOUT_S, follow_redirects=False, trust_env=False
        ) as answer:
            if answer.status_code != httpx.codes.OK:
                raise NotFoundError(
                    "{address} answers {status}",
                    address=address,
                    status=answer.status_code,
                )
            for part in answer.iter_bytes():
                content += part
                if len(content) > _MOST_BYTES:
                    break
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotFoundError(
            "nobody answers at {address}: {error}", address=address, error=error
        ) from error
    return content
