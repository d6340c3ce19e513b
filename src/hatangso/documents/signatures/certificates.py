"""Certificates, keys and lists of revoked certificates, out of their files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from asn1crypto import crl, pem, x509
from pyhanko.sign.signers import SimpleSigner

from hatangso.errors import InvalidInputError, Message

__all__ = ["TrustAnchors", "read_certificates", "read_revocations", "read_signer"]

Read = TypeVar("Read")


@dataclass(frozen=True)
class TrustAnchors:
    """Whom the province trusts, and what it knows of withdrawn certificates.

    Attributes:
        roots: Certificates at which a chain may end.
        others: Certificates between, for files that do not bring them.
        revocations: Lists of revoked certificates (CRL), as their authority publishes
            them. Nothing is fetched: an authority without a list here is not asked.
    """

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...] = ()
    revocations: tuple[crl.CertificateList, ...] = field(default=())


def read_signer(content: bytes, password: str, name: str) -> SimpleSigner:
    """Return who signs, out of a PKCS #12 file (``.p12``, ``.pfx``).

    Args:
        content: The file.
        password: That it is locked with.
        name: Of the file, for messages.

    Raises:
        InvalidInputError: It is no such file, or the password does not open it.
    """
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(
            content, [], passphrase=password.encode("utf-8")
        )
    except ValueError as error:
        raise InvalidInputError(
            "{file} is not opened: it is no PKCS #12 file (.p12, .pfx), or its password"
            " is another one",
            file=name,
        ) from error
    return signer


def read_certificates(content: bytes, name: str) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM or DER file.

    Raises:
        InvalidInputError: There is none, or one is broken.
    """
    return _read(content, name, Message("certificate"), x509.Certificate.load)


def read_revocations(content: bytes, name: str) -> tuple[crl.CertificateList, ...]:
    """Return the lists of revoked certificates of a PEM or DER file.

    Raises:
        InvalidInputError: There is none, or one is broken.
    """
    return _read(content, name, Message("list of revoked certificates"), _loaded_list)


def _loaded_list(content: bytes) -> crl.CertificateList:
    return crl.CertificateList.load(content)


def _read(
    content: bytes, name: str, what: Message, load: Callable[[bytes], Read]
) -> tuple[Read, ...]:
    try:
        loaded = tuple(load(part) for part in _parts(content))
        for one in loaded:
            _ = one.native  # type: ignore[attr-defined] # of every ASN.1 value
    except (ValueError, TypeError) as error:
        raise InvalidInputError(
            "{file} holds no {what} in PEM or DER form: {error}",
            file=name,
            what=what,
            error=error,
        ) from error
    return loaded


def _parts(content: bytes) -> Sequence[bytes]:
    if not pem.detect(content):
        return [content]
    return [part for _, _, part in pem.unarmor(content, multiple=True)]
