"""Signatures hold as long as nothing is touched, and what is wrong is told apart.

The signed files are also judged by programs that share no code with the product:
``openssl cms`` and poppler's ``pdfsig``.
"""

import re
import shutil
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.sign.timestamps import DummyTimeStamper
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from certificate_authority import NOW, PASSWORD, Authority, Holder
from hatangso.documents.signatures.certificates import (
    TrustAnchors,
    read_certificates,
    read_revocations,
    read_signer,
)
from hatangso.documents.signatures.signing import SigningNote, sign_pdf
from hatangso.documents.signatures.verification import Verdict, verify_pdf
from hatangso.errors import InvalidInputError
from hatangso.own_loop import waited_for

ROOT = Authority("CA thử nghiệm")
STRANGER = Authority("CA lạ")
DIRECTOR = ROOT.issue("Nguyễn Văn Hùng")
NOTE = SigningNote(reason="Phê duyệt", place="Thái Nguyên")
YEAR = timedelta(days=366)


def _page() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _signed(holder: Holder, content: bytes | None = None, **options: object) -> bytes:
    signer = read_signer(holder.pkcs12, PASSWORD, "khoa.p12")
    return sign_pdf(content or _page(), signer, NOTE, name="a.pdf", **options)  # type: ignore[arg-type]


def _anchors(*, withdrawn: bytes | None = None) -> TrustAnchors:
    lists = read_revocations(withdrawn, "ds.crl") if withdrawn else ()
    return TrustAnchors(read_certificates(ROOT.pem, "ca.pem"), revocations=lists)


def _verdict(content: bytes, anchors: TrustAnchors, **options: object) -> Verdict:
    (check,) = verify_pdf(content, anchors, at=options.get("at", NOW), name="a.pdf")  # type: ignore[arg-type]
    return check.verdict


SIGNED = _signed(DIRECTOR)


def test_a_signed_document_is_valid_and_says_who_signed() -> None:
    (check,) = verify_pdf(SIGNED, _anchors(), at=NOW, name="a.pdf")
    assert check.verdict is Verdict.VALID
    assert (check.signer, check.issuer) == ("Nguyễn Văn Hùng", "CA thử nghiệm")
    assert check.covers_file
    assert not check.is_revocation_known
    assert check.stamped_at is None


def test_a_thread_whose_loop_is_busy_signs_and_judges_too() -> None:
    async def notebook() -> Verdict:
        return _verdict(_signed(DIRECTOR), _anchors())

    assert waited_for(notebook) is Verdict.VALID


def test_a_document_that_nobody_signed_has_no_checks() -> None:
    assert verify_pdf(_page(), _anchors(), at=NOW, name="a.pdf") == ()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_altered_byte_is_never_valid(place: int, change: int) -> None:
    start, length, _, _ = _byte_range(SIGNED)
    altered = bytearray(SIGNED)
    altered[start + place % length] ^= change
    try:
        found = verify_pdf(bytes(altered), _anchors(), at=NOW, name="a.pdf")
    except InvalidInputError:
        return  # so broken that it is no PDF any more
    assert all(one.verdict is not Verdict.VALID for one in found)


def test_altered_words_are_told_as_tampering() -> None:
    altered = SIGNED.replace(b"/MediaBox", b"/MediaBoy", 1)
    assert altered != SIGNED
    assert _verdict(altered, _anchors()) is Verdict.TAMPERED


def test_something_drawn_over_a_signed_page_is_told_as_a_later_change() -> None:
    writer = PdfWriter(BytesIO(SIGNED), incremental=True)
    writer.add_annotation(0, FreeText(text="Đã duyệt 99 tỷ", rect=(50, 550, 200, 650)))
    made = BytesIO()
    writer.write(made)
    (check,) = verify_pdf(made.getvalue(), _anchors(), at=NOW, name="a.pdf")
    assert check.verdict is Verdict.CHANGED_AFTER
    assert not check.covers_file


def test_expired_revoked_untrusted_and_unsuitable_are_told_apart() -> None:
    expired = ROOT.issue("Hết hạn", begins=NOW - 2 * YEAR, days=365)
    future = ROOT.issue("Chưa đến ngày", begins=NOW + timedelta(days=9))
    revoked = ROOT.issue("Bị thu hồi")
    sealed = ROOT.issue("Không để ký", signs=False)
    lists = ROOT.withdrawn(revoked)
    found = {
        name: _verdict(_signed(holder), _anchors(withdrawn=lists))
        for name, holder in {
            "good": DIRECTOR,
            "expired": expired,
            "future": future,
            "revoked": revoked,
            "stranger": STRANGER.issue("Người lạ"),
            "sealed": sealed,
        }.items()
    }
    assert found == {
        "good": Verdict.VALID,
        "expired": Verdict.EXPIRED,
        "future": Verdict.NOT_YET_VALID,
        "revoked": Verdict.REVOKED,
        "stranger": Verdict.UNTRUSTED,
        "sealed": Verdict.UNSUITABLE,
    }


def test_whether_anybody_looked_for_a_withdrawal_is_told() -> None:
    lists = ROOT.withdrawn()
    (check,) = verify_pdf(SIGNED, _anchors(withdrawn=lists), at=NOW, name="a.pdf")
    assert check.is_revocation_known
    assert check.verdict is Verdict.VALID


def test_a_second_signature_leaves_the_first_one_valid() -> None:
    twice = _signed(ROOT.issue("Trần Thị Lan"), SIGNED)
    checks = verify_pdf(twice, _anchors(), at=NOW, name="a.pdf")
    assert [(one.signer, one.verdict) for one in checks] == [
        ("Nguyễn Văn Hùng", Verdict.VALID),
        ("Trần Thị Lan", Verdict.VALID),
    ]


def test_a_time_stamp_outlives_the_certificate() -> None:
    clock = ROOT.issue("Dấu thời gian", days=3000, stamps_time=True)
    stamped = _signed(DIRECTOR, timestamper=_stamper(clock))
    later = NOW + 3 * YEAR
    lists = _anchors()
    (check,) = verify_pdf(stamped, lists, at=later, name="a.pdf")
    assert check.verdict is Verdict.VALID
    assert check.stamped_at == NOW
    assert _verdict(SIGNED, lists, at=later) is Verdict.EXPIRED


def test_a_withdrawal_counts_from_its_day_on_when_the_time_is_stamped() -> None:
    clock = ROOT.issue("Dấu thời gian", days=3000, stamps_time=True)
    stamped = _signed(DIRECTOR, timestamper=_stamper(clock))
    before = ROOT.withdrawn(DIRECTOR, on=NOW - timedelta(days=1))
    after = ROOT.withdrawn(DIRECTOR, on=NOW + timedelta(days=2))
    at = NOW + timedelta(days=3)
    assert _verdict(stamped, _anchors(withdrawn=before), at=at) is Verdict.REVOKED
    assert _verdict(stamped, _anchors(withdrawn=after), at=at) is Verdict.VALID
    assert _verdict(SIGNED, _anchors(withdrawn=after), at=at) is Verdict.REVOKED


def test_a_wrong_password_and_files_of_other_kinds_are_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"khoa\.p12"):
        read_signer(DIRECTOR.pkcs12, "sai", "khoa.p12")
    with pytest.raises(InvalidInputError, match=r"khoa\.p12"):
        read_signer(b"PK\x03\x04", PASSWORD, "khoa.p12")
    with pytest.raises(InvalidInputError, match=r"ca\.pem"):
        read_certificates(b"not a certificate", "ca.pem")
    with pytest.raises(InvalidInputError, match=r"ds\.crl"):
        read_revocations(ROOT.pem, "ds.crl")
    with pytest.raises(InvalidInputError, match=r"a\.pdf"):
        verify_pdf(b"hello", _anchors(), at=NOW, name="a.pdf")
    signer = read_signer(DIRECTOR.pkcs12, PASSWORD, "khoa.p12")
    with pytest.raises(InvalidInputError, match=r"a\.docx"):
        sign_pdf(b"PK\x03\x04", signer, NOTE, name="a.docx")


def test_openssl_agrees(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here")
    (tmp_path / "ca.pem").write_bytes(ROOT.pem)

    def accepts(content: bytes) -> bool:
        first, length, second, last = _byte_range(content)
        covered = content[first : first + length] + content[second : second + last]
        room = bytes.fromhex(content[first + length + 1 : second - 1].decode())
        # The room is padded with zeros; DER says its own length in four bytes.
        signature = room[: 4 + int.from_bytes(room[2:4], "big")]
        (tmp_path / "data").write_bytes(covered)
        (tmp_path / "sig").write_bytes(signature)
        command = [openssl, "cms", "-verify", "-binary", "-inform", "DER"]
        command += ["-in", "sig", "-content", "data", "-CAfile", "ca.pem"]
        command += ["-purpose", "any", "-out", "out"]
        done = subprocess.run(  # noqa: S603 - fixed words
            command, cwd=tmp_path, capture_output=True, check=False
        )
        return done.returncode == 0

    assert accepts(SIGNED)
    assert not accepts(SIGNED.replace(b"/MediaBox", b"/MediaBoy", 1))
    assert not accepts(_signed(STRANGER.issue("Người lạ")))


def test_pdfsig_agrees(tmp_path: Path) -> None:
    pdfsig = shutil.which("pdfsig")
    if pdfsig is None:
        pytest.skip("no pdfsig here: apt-get install poppler-utils")

    def says(content: bytes) -> str:
        (tmp_path / "a.pdf").write_bytes(content)
        done = subprocess.run(  # noqa: S603 - fixed words
            [pdfsig, "-nocert", "a.pdf"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            text=True,
        )
        return done.stdout

    assert "Signature is Valid." in says(SIGNED)
    assert "Total document signed" in says(SIGNED)
    altered = says(SIGNED.replace(b"/MediaBox", b"/MediaBoy", 1))
    assert "Signature is Valid." not in altered


def test_the_signature_is_pades_and_says_reason_and_place() -> None:
    (field,) = PdfReader(BytesIO(SIGNED)).get_fields().values()  # type: ignore[union-attr]
    value = field.value
    assert value["/SubFilter"] == "/ETSI.CAdES.detached"
    assert (value["/Reason"], value["/Location"]) == ("Phê duyệt", "Thái Nguyên")


def _byte_range(content: bytes) -> tuple[int, int, int, int]:
    found = re.search(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)", content)
    assert found is not None
    first, length, second, last = (int(one) for one in found.groups())
    return first, length, second, last


def _stamper(clock: Holder) -> DummyTimeStamper:
    key = clock.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (certificate,) = read_certificates(
        clock.certificate.public_bytes(Encoding.PEM), "tsa.pem"
    )
    return DummyTimeStamper(
        certificate, load_private_key_from_pemder_data(key, None), fixed_dt=NOW
    )
