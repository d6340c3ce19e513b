"""Judge the signatures of a PDF document against the authorities one trusts.

Problems carry the names of ETSI EN 319 102-1. With a time stamp of an authority that
one trusts, what counts is how the certificate stood then; without one, how it stands
now.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import NamedTuple

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import (
    AdESFailure,
    AdESIndeterminate,
    AdESSubIndic,
)
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from hatangso.documents.signatures.certificates import TrustAnchors
from hatangso.errors import InvalidInputError
from hatangso.own_loop import waited_for

__all__ = ["SignatureCheck", "Verdict", "verify_pdf"]


class Verdict(StrEnum):
    """What is to be thought of a signature."""

    VALID = "valid"
    TAMPERED = "tampered"  # the signed bytes are not those that were signed
    CHANGED_AFTER = "changed_after"  # signed as it says, and changed since
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    UNTRUSTED = "untrusted"  # no chain to an authority that one trusts
    UNSUITABLE = "unsuitable"  # the certificate is not for signing, or too weak
    UNDECIDED = "undecided"


_VERDICTS: dict[AdESSubIndic, Verdict] = {
    AdESFailure.HASH_FAILURE: Verdict.TAMPERED,
    AdESFailure.SIG_CRYPTO_FAILURE: Verdict.TAMPERED,
    AdESFailure.FORMAT_FAILURE: Verdict.TAMPERED,
    AdESFailure.REVOKED: Verdict.REVOKED,
    AdESFailure.NOT_YET_VALID: Verdict.NOT_YET_VALID,
    AdESIndeterminate.NOT_YET_VALID: Verdict.NOT_YET_VALID,
    AdESIndeterminate.REVOKED_NO_POE: Verdict.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Verdict.REVOKED,
    AdESIndeterminate.EXPIRED: Verdict.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Verdict.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Verdict.EXPIRED,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Verdict.UNTRUSTED,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Verdict.UNTRUSTED,
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: Verdict.UNTRUSTED,
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: Verdict.UNSUITABLE,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Verdict.UNSUITABLE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Verdict.UNSUITABLE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Verdict.UNSUITABLE,
}
_LISTED = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
_AS_FAR_AS_KNOWN = RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
# Certificates of persons and of organisations say one or the other.
_KEY_USAGE = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)


@dataclass(frozen=True)
class SignatureCheck:
    """One signature of a document.

    Attributes:
        signer: Name on the certificate.
        issuer: Name of the authority that issued it.
        stated_at: When the signer says that it was signed; None: it does not.
        stamped_at: When an authority that one trusts has seen it; None: none has.
        is_revocation_known: Whether a list of its authority was there to look into.
        covers_file: Whether the whole file is signed, up to its last byte.
    """

    verdict: Verdict
    signer: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    stated_at: datetime | None
    stamped_at: datetime | None
    is_revocation_known: bool
    covers_file: bool


def verify_pdf(
    content: bytes, anchors: TrustAnchors, *, at: datetime, name: str
) -> tuple[SignatureCheck, ...]:
    """Return what is to be thought of each signature, the first to sign first.

    Args:
        content: The document.
        anchors: Whom one trusts.
        at: When the question is asked, with its time zone.
        name: Of the file, for messages.

    Returns:
        Nothing when nobody signed it.

    Raises:
        InvalidInputError: It is no PDF file.
    """
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        signatures = list(reader.embedded_regular_signatures)
    except Exception as error:  # a forged file may break the library anywhere
        raise InvalidInputError(
            "{file} cannot be read as PDF: {error}", file=name, error=error
        ) from error
    return tuple(_check(one, anchors, at) for one in signatures)


class _Judgement(NamedTuple):
    """What pyHanko thinks: no status when the signature is too broken to judge."""

    problem: AdESSubIndic | None
    status: PdfSignatureStatus | None
    stamped_at: datetime | None = None


def _check(
    signature: EmbeddedPdfSignature, anchors: TrustAnchors, at: datetime
) -> SignatureCheck:
    certificate = signature.signer_cert
    try:
        found = waited_for(lambda: _judged(signature, anchors, at))
    except Exception:  # noqa: BLE001 - a forged file may break the library anywhere
        found = _Judgement(AdESFailure.FORMAT_FAILURE, None)
    verdict = _verdict(found)
    return SignatureCheck(
        verdict=verdict,
        signer=_called(certificate.subject),
        issuer=_called(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
        stated_at=signature.self_reported_timestamp,
        stamped_at=found.stamped_at,
        is_revocation_known=_has_list(certificate, anchors),
        covers_file=verdict not in (Verdict.TAMPERED, Verdict.CHANGED_AFTER),
    )


async def _judged(
    signature: EmbeddedPdfSignature, anchors: TrustAnchors, at: datetime
) -> _Judgement:
    """Judge by how the certificate stood when it was used, as far as that is proven."""
    begins = signature.signer_cert.not_valid_before
    if at < begins:
        status = await _status(signature, replace(anchors, revocations=()), begins, at)
        problem = status.trust_problem_indic or AdESIndeterminate.NOT_YET_VALID
        return _Judgement(problem, status)
    status = await _status(signature, anchors, at, at)
    stamp = status.timestamp_validity
    if stamp is None or not stamp.trusted:
        return _Judgement(status.trust_problem_indic, status)
    status = await _status(signature, anchors, stamp.timestamp, at)
    return _Judgement(status.trust_problem_indic, status, stamp.timestamp)


async def _status(
    signature: EmbeddedPdfSignature,
    anchors: TrustAnchors,
    moment: datetime,
    at: datetime,
) -> PdfSignatureStatus:
    """Return how the signature stands at a moment, its time stamp at the present."""
    listed = _has_list(signature.signer_cert, anchors)
    return await async_validate_pdf_signature(
        signature,
        _context(anchors, moment, _LISTED if listed else _AS_FAR_AS_KNOWN),
        _context(anchors, at, _AS_FAR_AS_KNOWN),
        key_usage_settings=_KEY_USAGE,
    )


def _context(
    anchors: TrustAnchors, moment: datetime, rule: RevocationCheckingRule
) -> ValidationContext:
    return ValidationContext(
        trust_roots=anchors.roots,
        other_certs=anchors.others,
        moment=moment,
        # No address in a file is ever asked.
        allow_fetching=False,
        crls=anchors.revocations,
        # A list of today tells since when a certificate is withdrawn.
        retroactive_revinfo=True,
        revinfo_policy=CertRevTrustPolicy(
            RevocationCheckingPolicy(rule, _AS_FAR_AS_KNOWN),
            retroactive_revinfo=True,
        ),
    )


def _has_list(certificate: x509.Certificate, anchors: TrustAnchors) -> bool:
    return any(one.issuer == certificate.issuer for one in anchors.revocations)


def _verdict(found: _Judgement) -> Verdict:
    if found.status is None or not (found.status.intact and found.status.valid):
        return Verdict.TAMPERED
    if not found.status.docmdp_ok:
        return Verdict.CHANGED_AFTER
    if found.problem is None:
        return Verdict.VALID
    return _VERDICTS.get(found.problem, Verdict.UNDECIDED)


def _called(name: x509.Name) -> str:
    parts = name.native
    found = parts.get("common_name") or name.human_friendly
    return found if isinstance(found, str) else " ".join(found)
