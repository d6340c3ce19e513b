"""Sign a PDF file, and judge the signatures of one that came in."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyhanko.sign.timestamps import HTTPTimeStamper

from hatangso.documents.signatures.certificates import (
    TrustAnchors,
    read_certificates,
    read_revocations,
    read_signer,
)
from hatangso.documents.signatures.signing import SigningNote, sign_pdf
from hatangso.documents.signatures.verification import SignatureCheck, verify_pdf
from hatangso.errors import InvalidInputError, NotFoundError

__all__ = ["TRUST_FOLDER", "SigningKey", "read_anchors", "sign_file", "verify_file"]

TRUST_FOLDER = "trust"
_CERTIFICATES = {".pem", ".crt", ".cer", ".der"}
_LISTS = {".crl"}


@dataclass(frozen=True)
class SigningKey:
    """A key, and where it is asked what time it is.

    Attributes:
        file: PKCS #12, ``.p12`` or ``.pfx``.
        timestamp_url: Of the time-stamping authority (RFC 3161); empty for none. It is
            the one address that is asked, and only when somebody signs.
    """

    file: Path
    password: str
    timestamp_url: str = ""


def sign_file(path: Path, key: SigningKey, note: SigningNote, out: Path) -> Path:
    """Write a signed copy of a PDF file.

    Raises:
        NotFoundError: A file is not there.
        InvalidInputError: The key is not opened, the file cannot be signed, or ``out``
            exists.
    """
    content, keys = _read(path), _read(key.file)
    if out.exists():
        raise InvalidInputError(
            "{file} is there already; move it away or name another one", file=out
        )
    signer = read_signer(keys, key.password, key.file.name)
    clock = HTTPTimeStamper(key.timestamp_url) if key.timestamp_url else None
    signed = sign_pdf(content, signer, note, name=path.name, timestamper=clock)
    staged = out.with_name(f".{out.name}.part")
    staged.write_bytes(signed)
    staged.replace(out)
    return out


def verify_file(path: Path, trust: Path, *, at: datetime) -> tuple[SignatureCheck, ...]:
    """Return what is to be thought of each signature of a PDF file.

    Args:
        path: The document.
        trust: Folder of the certificates that one trusts (``read_anchors``).
        at: When the question is asked.

    Raises:
        NotFoundError: A file is not there, or nobody is trusted.
        InvalidInputError: A file cannot be read.
    """
    return verify_pdf(_read(path), read_anchors(trust), at=at, name=path.name)


def read_anchors(trust: Path) -> TrustAnchors:
    """Return whom one trusts: the certificates and lists of a folder.

    ``.pem .crt .cer .der`` are certificates: roots are those that sign themselves, the
    others stand between. ``.crl`` are lists of withdrawn certificates.

    Raises:
        NotFoundError: There is no such folder, or no root in it.
        InvalidInputError: A file cannot be read.
    """
    files = sorted(trust.iterdir()) if trust.is_dir() else []
    certificates = [
        one
        for file in files
        if file.suffix.lower() in _CERTIFICATES
        for one in read_certificates(file.read_bytes(), file.name)
    ]
    roots = tuple(one for one in certificates if one.self_issued)
    if not roots:
        raise NotFoundError(
            "{folder} holds no root certificate: put those of the authorities that you"
            " trust there (.pem, .crt, .cer)",
            folder=trust,
        )
    return TrustAnchors(
        roots=roots,
        others=tuple(one for one in certificates if not one.self_issued),
        revocations=tuple(
            one
            for file in files
            if file.suffix.lower() in _LISTS
            for one in read_revocations(file.read_bytes(), file.name)
        ),
    )


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise NotFoundError("there is no file {file}", file=path)
    return path.read_bytes()
