"""Signing in and out."""

from web_service import ON_BOTH_DATABASES, PASSWORD, Service


@ON_BOTH_DATABASES
def test_who_knows_the_password_comes_in_and_goes_out_again(service: Service) -> None:
    service.account("planner", login="an.nguyen")
    client = service.client()
    answer = client.post(
        "/dang-nhap",
        data={"login": " An.Nguyen", "password": PASSWORD, "toi": "/chi-tieu"},
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/chi-tieu"
    assert client.get("/dang-nhap").headers["location"] == "/"
    client.csrf_token = client.page_token("/")
    assert client.post("/dang-xuat").status_code == 303
    assert client.get("/dang-nhap").status_code == 200
