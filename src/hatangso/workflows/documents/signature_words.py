"""What is told of a signature, in the words of both languages."""

from hatangso.documents.signatures.verification import SignatureCheck, Verdict
from hatangso.errors import Message

__all__ = ["verdict_words"]

_WORDS = {
    Verdict.VALID: Message("The signature is valid."),
    Verdict.TAMPERED: Message(
        "The document is not the one that was signed: it was altered."
    ),
    Verdict.CHANGED_AFTER: Message(
        "The document was changed after it was signed; what was signed is still in it."
    ),
    Verdict.REVOKED: Message("The certificate was withdrawn by its authority."),
    Verdict.EXPIRED: Message(
        "The certificate has expired, and no time stamp proves that it was signed"
        " before."
    ),
    Verdict.NOT_YET_VALID: Message("The certificate is not valid yet."),
    Verdict.UNTRUSTED: Message(
        "The certificate comes from no authority that is trusted here."
    ),
    Verdict.UNSUITABLE: Message("The certificate is not one for signing documents."),
    Verdict.UNDECIDED: Message(
        "It cannot be decided whether the certificate was good when it was used."
    ),
}


def verdict_words(check: SignatureCheck) -> tuple[Message, ...]:
    """Return the verdict, and what else one should know of it."""
    words = [_WORDS[check.verdict]]
    if check.verdict is Verdict.VALID and not check.is_revocation_known:
        words.append(
            Message(
                "Whether the certificate was withdrawn is not known: its authority's"
                " list (.crl) is not there."
            )
        )
    return tuple(words)
