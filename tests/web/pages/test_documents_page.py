"""Documents are asked for, made by a worker, downloaded, checked and shaped."""

import re
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter

from certificate_authority import PASSWORD, Authority
from hatangso.documents.signatures.certificates import read_signer
from hatangso.documents.signatures.signing import SigningNote, sign_pdf
from hatangso.workflows.documents.document_kinds import document_kinds
from hatangso.workflows.documents.write_documents import usual_folder
from web_service import Client, Service

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _make(service: Service, client: Client, code: str, **said: object) -> list[str]:
    """Ask for a document by its form; return the names of its files."""
    page = f"/van-ban/loai/{code}"
    token = client.page_token(page)
    sent = client.post(page, data={"csrf_token": token, **said})
    assert sent.status_code == 303
    assert service.run_jobs() == 1
    listed = client.get("/van-ban").text
    return re.findall(r'href="/van-ban/tep/([^"]+)" download', listed)


def _send(client: Client, page: str, form: str, content: bytes, name: str) -> str:
    """Send a file in by a form of a page; return the page that answers."""
    token = client.page_token(page)
    answer = client.post(
        form, data={"csrf_token": token}, files={"file": (name, content)}
    )
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    return answer.text


def test_a_list_of_holes_is_made_in_three_formats_and_downloaded(
    service: Service,
) -> None:
    client = service.client_as("planner")
    names = _make(service, client, "hole_list", format=["docx", "pdf", "xlsx"])
    assert sorted(name.rsplit(".", 1)[1] for name in names) == ["docx", "pdf", "xlsx"]
    files = {
        name.rsplit(".", 1)[1]: client.get(f"/van-ban/tep/{name}") for name in names
    }
    assert all(
        "attachment" in one.headers["content-disposition"] for one in files.values()
    )
    words = "\n".join(
        cell.text
        for table in Document(BytesIO(files["docx"].content)).tables
        for cell in table._cells
    )
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    assert len(PdfReader(BytesIO(files["pdf"].content)).pages) > 0
    assert load_workbook(BytesIO(files["xlsx"].content)).worksheets


def test_every_kind_is_made_at_once_and_what_cannot_be_is_told(
    service: Service,
) -> None:
    client = service.client_as("leader")
    client.post("/van-ban", data={"csrf_token": client.page_token("/van-ban")})
    assert service.run_jobs() == 1
    page = client.get("/van-ban").text
    made = {
        code
        for code in document_kinds()
        if any(usual_folder(service.state.directory).glob(f"{code}*"))
    }
    untold = [
        code for code in document_kinds() if code not in made and code not in page
    ]
    assert untold == []
    assert len(made) >= 6


def test_a_form_without_a_format_asks_for_one(service: Service) -> None:
    client = service.client_as("planner")
    page = "/van-ban/loai/hole_list"
    answer = client.post(page, data={"csrf_token": client.page_token(page)})
    assert answer.status_code == 422
    assert "ít nhất một định dạng" in answer.text


def test_an_answer_that_is_no_option_is_refused(service: Service) -> None:
    client = service.client_as("planner")
    page = "/van-ban/loai/petition_answer"
    said = {"csrf_token": client.page_token(page), "hole": "nowhere", "format": "pdf"}
    answer = client.post(page, data=said)
    assert answer.status_code in {404, 422}
    assert service.run_jobs() == 0


@pytest.mark.parametrize("name", ["..%2Fprovince.toml", "province.toml", ".unfinished"])
def test_no_file_beside_the_documents_can_be_had(service: Service, name: str) -> None:
    client = service.client_as("planner")
    assert client.get(f"/van-ban/tep/{name}").status_code == 404


def test_a_document_is_removed_by_its_file(service: Service) -> None:
    client = service.client_as("planner")
    (name,) = _make(service, client, "hole_list", format=["xlsx"])
    token = client.page_token("/van-ban")
    client.post(f"/van-ban/tep/{name}/xoa", data={"csrf_token": token})
    assert client.get(f"/van-ban/tep/{name}").status_code == 404


def test_a_changed_figure_is_named_when_the_document_is_checked(
    service: Service,
) -> None:
    client = service.client_as("planner")
    (name,) = _make(service, client, "periodic_report", format=["docx"])
    content = client.get(f"/van-ban/tep/{name}").content
    check = "/van-ban/kiem-tra"
    assert "số liệu vẫn như khi lập văn bản" in _send(
        client, check, check, content, name
    )
    figures = service.state.directory / "figures.csv"
    text = figures.read_text("utf-8-sig")
    assert ",99.6,%," in text
    figures.write_text(text.replace(",99.6,%,", ",88.8,%,"), "utf-8-sig")
    service.state.snapshots.forget()
    answer = _send(client, check, check, content, name)
    assert "đã thay đổi kể từ khi lập văn bản" in answer
    assert "88,8" in answer


def test_a_file_that_is_no_document_is_refused(service: Service) -> None:
    client = service.client_as("planner")
    check = "/van-ban/kiem-tra"
    answer = _send(client, check, check, b"PK not a document", "a.docx")
    assert 'role="alert"' in answer
    assert "a.docx" in answer


def test_a_signed_document_is_judged_by_the_trusted_certificates(
    service: Service,
) -> None:
    client = service.client_as("leader")
    authority = Authority("CA thử nghiệm")
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    page = BytesIO()
    writer.write(page)
    signer = read_signer(authority.issue("Trần Thị Lan").pkcs12, PASSWORD, "a.p12")
    signed = sign_pdf(page.getvalue(), signer, SigningNote(), name="a.pdf")
    check = "/van-ban/kiem-tra"
    assert "chứng thư gốc" in _send(client, check, check, signed, "a.pdf")
    trust = service.state.directory / "trust"
    trust.mkdir()
    (trust / "goc.pem").write_bytes(authority.pem)
    # The clock of the service stands in another year than that of the certificate.
    answer = _send(client, check, check, signed, "a.pdf")
    assert "Trần Thị Lan" in answer
    assert "CA thử nghiệm" in answer


def test_a_department_shapes_its_documents_with_a_template(service: Service) -> None:
    client = service.client_as("planner")
    page = "/van-ban/loai/hole_list"
    start = client.get(f"{page}/mau.docx")
    assert start.headers["content-type"] == DOCX
    template = Document(BytesIO(start.content))
    template.add_paragraph("Mẫu của phòng Bưu chính, Viễn thông")
    made = BytesIO()
    template.save(made)
    answer = _send(client, page, f"{page}/mau", made.getvalue(), "mau.docx")
    assert "mẫu riêng của Sở" in answer or "Đã lưu mẫu" in answer
    (name,) = _make(service, client, "hole_list", format=["docx"])
    content = client.get(f"/van-ban/tep/{name}").content
    lines = [one.text for one in Document(BytesIO(content)).paragraphs]
    assert "Mẫu của phòng Bưu chính, Viễn thông" in lines


def test_a_template_with_an_unknown_field_is_refused_with_its_place(
    service: Service,
) -> None:
    client = service.client_as("planner")
    page = "/van-ban/loai/hole_list"
    template = Document(BytesIO(client.get(f"{page}/mau.docx").content))
    template.add_paragraph("{{ so_van_bna }}")
    made = BytesIO()
    template.save(made)
    answer = _send(client, page, f"{page}/mau", made.getvalue(), "mau.docx")
    assert "so_van_bna" in answer
    assert "Chưa lưu mẫu" in answer


def test_programs_learn_the_kinds_and_take_the_files(service: Service) -> None:
    client = service.client_as("planner")
    _make(service, client, "hole_list", format=["xlsx"])
    program = service.program_as("planner")
    kinds = program.get("/api/v1/document-kinds").json()["items"]
    assert [one["code"] for one in kinds] == list(document_kinds())
    (file,) = program.get("/api/v1/documents").json()["items"]
    got = program.get(f"/api/v1/documents/{file['name']}")
    assert load_workbook(BytesIO(got.content)).worksheets
