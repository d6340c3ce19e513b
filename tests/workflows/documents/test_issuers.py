"""Who issues documents: the file of the province, and what is usual."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from hatangso.documents.official.issuer import Issuer
from hatangso.errors import InvalidInputError
from hatangso.workflows.documents.document_kinds import document_kinds
from hatangso.workflows.documents.issuers import issuer_of

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "documents.md"


def _issuer(directory: Path, text: str | None = None, name: str = "Bắc Kạn") -> Issuer:
    if text is not None:
        (directory / "documents.toml").write_text(text, encoding="utf-8")
    return issuer_of(directory, SimpleNamespace(name_vi=name))


def test_without_the_file_the_usual_names_stand(tmp_path: Path) -> None:
    issuer = _issuer(tmp_path)
    assert issuer.committee == "ỦY BAN NHÂN DÂN TỈNH BẮC KẠN"
    assert issuer.department == "SỞ KHOA HỌC VÀ CÔNG NGHỆ"
    assert issuer.place == "Bắc Kạn"
    assert issuer.committee_signature.lines[0] == "TM. ỦY BAN NHÂN DÂN"
    assert issuer.department_letterhead("", None).symbol == "SKHCN-BCVT"


@pytest.mark.parametrize("name", ["Hà Nội", "Hải Phòng", "Huế"])
def test_a_city_is_called_a_city(tmp_path: Path, name: str) -> None:
    issuer = _issuer(tmp_path, name=name)
    assert issuer.committee == f"ỦY BAN NHÂN DÂN THÀNH PHỐ {name.upper()}"


def test_the_file_says_otherwise(tmp_path: Path) -> None:
    kind = next(iter(document_kinds()))
    issuer = _issuer(
        tmp_path,
        f"""
        province = "Thái Nguyên"
        department = "Sở Khoa học và Công nghệ"
        department_code = "SKHCN"
        place = "Đức Xuân"
        [committee_signature]
        lines = ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"]
        name = "Nguyễn Văn Ất"
        [bases]
        {kind} = ["Luật Viễn thông ngày 24 tháng 11 năm 2023"]
        [recipients]
        {kind} = ["Như trên", "Lưu: VT"]
        """,
    )
    assert issuer.committee == "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"
    assert issuer.department == "SỞ KHOA HỌC VÀ CÔNG NGHỆ"
    assert issuer.place == "Đức Xuân"
    assert issuer.committee_signature.lines[2] == "PHÓ CHỦ TỊCH"
    assert issuer.committee_signature.name == "Nguyễn Văn Ất"
    assert issuer.recipients[kind] == ("Như trên", "Lưu: VT")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = """
    provnice = "X"
    place = 5
    bases = []
    committee_signature = { lines = "một", ten = "x" }
    [recipients]
    ghost = ["Lưu"]
    """
    with pytest.raises(InvalidInputError) as error:
        _issuer(tmp_path, text)
    found = {one.place.column: str(one.fix) for one in error.value.findings}
    assert set(found) == {
        "provnice",
        "place",
        "bases",
        "committee_signature.lines",
        "committee_signature.ten",
        "recipients.ghost",
    }
    assert found["provnice"] == "use one of province"


@pytest.mark.parametrize("text", ["=", "place = 'a", "\0", 'place = "a"\nplace = "b"'])
def test_a_file_that_is_no_toml_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"documents\.toml is not valid TOML"):
        _issuer(tmp_path, text)


def test_the_example_of_the_guide_can_be_used(tmp_path: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    issuer = _issuer(tmp_path, example)
    assert issuer.department_signature.lines
    assert issuer.recipients
