"""Documents are signed and judged from the command line."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from typer.testing import CliRunner

from certificate_authority import PASSWORD, Authority
from hatangso.cli.main import app

RUNNER = CliRunner()
ROOT = Authority("CA thử nghiệm")
KEY = {"HATANGSO_KEY_PASSWORD": PASSWORD}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Return a page to sign, beside the signer's key and the trusted root."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    made = BytesIO()
    writer.write(made)
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "goc.crt").write_bytes(ROOT.pem)
    (tmp_path / "khoa.p12").write_bytes(ROOT.issue("Nguyễn Văn Hùng").pkcs12)
    (tmp_path / "van-ban.pdf").write_bytes(made.getvalue())
    return tmp_path / "van-ban.pdf"


def _sign(paper: Path, *options: str) -> str:
    key = str(paper.with_name("khoa.p12"))
    result = RUNNER.invoke(app, ["sign", str(paper), "--key", key, *options], env=KEY)
    return f"{result.exit_code} {result.output}"


def _verify(paper: Path, *options: str) -> tuple[int, str]:
    trust = str(paper.with_name("trust"))
    words = ["verify", str(paper), "--trust", trust, *options]
    result = RUNNER.invoke(app, words)
    return result.exit_code, " ".join(result.output.split())


def test_what_is_signed_verifies_and_a_changed_copy_does_not(paper: Path) -> None:
    assert _sign(paper).startswith("0 Đã ký")
    signed = paper.with_name("van-ban.signed.pdf")
    code, said = _verify(signed)
    assert code == 0
    assert "Nguyễn Văn Hùng (chứng thư của CA thử nghiệm" in said
    assert "Chữ ký hợp lệ." in said
    assert "danh sách thu hồi" in said
    signed.write_bytes(signed.read_bytes().replace(b"/MediaBox", b"/MediaBoy", 1))
    code, said = _verify(signed)
    assert code == 3
    assert "nội dung đã bị sửa" in said


def test_a_list_of_withdrawals_in_the_folder_is_looked_into(paper: Path) -> None:
    _sign(paper)
    signed = paper.with_name("van-ban.signed.pdf")
    (paper.parent / "trust" / "thu-hoi.crl").write_bytes(ROOT.withdrawn())
    _, said = _verify(signed, "--json")
    (check,) = json.loads(said)["signatures"]
    assert (check["verdict"], check["is_revocation_known"]) == ("valid", True)


def test_an_unsigned_file_is_said_to_be_unsigned(paper: Path) -> None:
    code, said = _verify(paper)
    assert code == 3
    assert "chưa được ký số" in said


def test_nothing_is_overwritten_and_nobody_is_trusted_by_default(paper: Path) -> None:
    taken = paper.with_name("da-co.pdf")
    taken.write_bytes(b"mine")
    assert _sign(paper, "--out", str(taken)).startswith("3 ")
    assert taken.read_bytes() == b"mine"
    (paper.parent / "trust" / "goc.crt").unlink()
    code, said = _verify(paper)
    assert code == 4
    assert "chứng thư gốc" in said
