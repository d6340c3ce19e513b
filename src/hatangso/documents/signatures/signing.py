"""Sign a PDF document as PAdES asks (ETSI EN 319 142-1)."""

from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper

from hatangso.errors import InvalidInputError
from hatangso.own_loop import waited_for

__all__ = ["SigningNote", "sign_pdf"]

_FIELD = "hatangso_{number}"


@dataclass(frozen=True)
class SigningNote:
    """What a signature says of itself; empty texts are left out."""

    reason: str = ""
    place: str = ""


def sign_pdf(
    content: bytes,
    signer: SimpleSigner,
    note: SigningNote,
    *,
    name: str,
    timestamper: TimeStamper | None = None,
) -> bytes:
    """Return the document with one more signature over all of it.

    The bytes of before stay as they are: earlier signatures hold. With a time stamp
    the signature outlives its certificate.

    Args:
        content: The document.
        signer: Certificate and key.
        note: What the signature says of itself.
        name: Of the file, for messages.
        timestamper: Says when it was signed; None: only the signer's clock does.

    Raises:
        InvalidInputError: It is no PDF file, or one that may not be signed.
    """
    try:
        writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
        signed = len(writer.prev.embedded_signatures)
        metadata = PdfSignatureMetadata(
            field_name=_FIELD.format(number=signed + 1),
            md_algorithm="sha256",
            reason=note.reason or None,
            location=note.place or None,
            subfilter=SigSeedSubFilter.PADES,
        )
        pdf_signer = PdfSigner(metadata, signer=signer, timestamper=timestamper)
        signed_file = BytesIO()
        waited_for(lambda: pdf_signer.async_sign_pdf(writer, output=signed_file))
    except (PdfReadError, SigningError, ValueError) as error:
        raise InvalidInputError(
            "{file} cannot be signed: {error}", file=name, error=error
        ) from error
    return signed_file.getvalue()
