"""What a page tells of a signature."""

from dataclasses import dataclass
from datetime import datetime

from hatangso.documents.signatures.verification import SignatureCheck, Verdict
from hatangso.errors import Message
from hatangso.workflows.documents.signature_words import verdict_words

__all__ = ["SignatureLine", "signature_line"]


@dataclass(frozen=True)
class SignatureLine:
    """A signature.

    Attributes:
        tone: Class of its mark.
        words: The verdict, and what else one should know.
    """

    signer: str
    issuer: str
    not_before: datetime
    not_after: datetime
    stated_at: datetime | None
    stamped_at: datetime | None
    tone: str
    words: tuple[Message, ...]


def signature_line(check: SignatureCheck) -> SignatureLine:
    """Return a signature for people."""
    return SignatureLine(
        signer=check.signer,
        issuer=check.issuer,
        not_before=check.not_before,
        not_after=check.not_after,
        stated_at=check.stated_at,
        stamped_at=check.stamped_at,
        tone="done" if check.verdict is Verdict.VALID else "bad",
        words=verdict_words(check),
    )
