"""Signing in with OpenID: only whom the provider proves, into accounts made before."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import SecretStr

from hatangso.errors import InvalidInputError
from hatangso.web.application import create_app
from hatangso.web.security.openid import OpenIdProvider
from hatangso.web.settings import Settings
from openid_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    CODE,
    FakeProvider,
    run_provider,
)
from web_service import ADDRESS, CHEAP_HASHER, Client, Clock, Service

MAIL = "an.nguyen@tinh.gov.vn"


@pytest.fixture
def provider(clock: Clock) -> Iterator[FakeProvider]:
    with run_provider(clock.at) as running:
        yield running


@pytest.fixture
def service(
    settings: Settings, clock: Clock, provider: FakeProvider
) -> Iterator[Service]:
    chosen = settings.model_copy(
        update={
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": SecretStr(CLIENT_SECRET),
            "oidc_name": "Tài khoản tỉnh",
        }
    )
    made = Service(create_app(chosen, now=clock, hasher=CHEAP_HASHER), clock)
    yield made
    made.close()


def _left(client: Client, provider: FakeProvider, target: str = "/chi-tieu") -> str:
    """Leave for the provider; return the state to come back with."""
    answer = client.post("/dang-nhap/oidc", data={"toi": target})
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith(f"{provider.issuer}/authorize?")
    return provider.authorize(answer.headers["location"])


def _back(client: Client, state: str, code: str = CODE) -> int:
    answer = client.get(f"/dang-nhap/oidc/ve?code={code}&state={state}")
    if answer.status_code == 303:
        assert answer.headers["location"] == "/chi-tieu"
    return int(answer.status_code)


def _is_signed_in(client: Client) -> bool:
    return client.get("/tai-khoan").status_code == 200


def test_who_has_an_account_under_a_verified_address_comes_in(
    service: Service, provider: FakeProvider
) -> None:
    made = service.account("planner", login=MAIL, password=None)
    client = service.client()
    assert "Tài khoản tỉnh" in client.get("/dang-nhap").text
    assert _back(client, _left(client, provider)) == 303
    assert _is_signed_in(client)
    assert provider.asked["redirect_uri"] == f"{ADDRESS}/dang-nhap/oidc/ve"
    tied = service.state.operations.accounts.get(made.id)
    assert tied.subject == f"{provider.issuer} 248289761001"


def test_the_next_time_the_subject_counts_not_the_address(
    service: Service, provider: FakeProvider
) -> None:
    service.account("planner", login=MAIL, password=None)
    first = service.client()
    assert _back(first, _left(first, provider)) == 303
    # The person has another address now ...
    provider.claims = {"email": "an.moi@tinh.gov.vn"}
    second = service.client()
    assert _back(second, _left(second, provider)) == 303
    # ... and the old one belongs to somebody else.
    provider.claims = {"sub": "another"}
    third = service.client()
    assert _back(third, _left(third, provider)) == 403
    assert not _is_signed_in(third)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-service"},
        {"aud": [CLIENT_ID, "another-service"]},
        {"aud": [CLIENT_ID, "another-service"], "azp": "another-service"},
        {"iss": "https://ke-gian.example"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"sub": 17},
    ],
    ids=str,
)
def test_a_token_for_another_question_opens_nothing(
    service: Service, provider: FakeProvider, claims: dict[str, object]
) -> None:
    service.account("planner", login=MAIL, password=None)
    provider.claims = claims
    client = service.client()
    assert _back(client, _left(client, provider)) == 403
    assert not _is_signed_in(client)


@pytest.mark.parametrize("algorithm", ["none", "HS256", "strange key"])
def test_a_token_that_the_provider_did_not_sign_opens_nothing(
    service: Service, provider: FakeProvider, algorithm: str
) -> None:
    service.account("planner", login=MAIL, password=None)
    provider.is_strange = algorithm == "strange key"
    if not provider.is_strange:
        provider.algorithm = algorithm
    client = service.client()
    assert _back(client, _left(client, provider)) == 403


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email_verified": "true"}, {"email": None}]
)
def test_an_address_that_is_not_verified_is_nobody(
    service: Service, provider: FakeProvider, claims: dict[str, object]
) -> None:
    service.account("planner", login=MAIL, password=None)
    provider.claims = claims
    client = service.client()
    assert _back(client, _left(client, provider)) == 403


def test_no_account_is_made_by_signing_in(
    service: Service, provider: FakeProvider
) -> None:
    client = service.client()
    state = _left(client, provider)
    answer = client.get(f"/dang-nhap/oidc/ve?code={CODE}&state={state}")
    assert answer.status_code == 403
    assert "chưa có tài khoản" in answer.text
    assert not service.state.operations.accounts.list()


def test_a_closed_account_stays_closed(
    service: Service, provider: FakeProvider
) -> None:
    service.account("administrator")
    made = service.account("planner", login=MAIL, password=None)
    service.state.operations.accounts.change(made.id, is_active=False)
    client = service.client()
    assert _back(client, _left(client, provider)) == 403


def test_an_answer_without_a_question_of_this_browser_is_refused(
    service: Service, provider: FakeProvider
) -> None:
    service.account("planner", login=MAIL, password=None)
    attacker, victim = service.client(), service.client()
    state = _left(attacker, provider)
    assert _back(victim, state) == 403
    _left(victim, provider)
    assert _back(victim, state) == 403


def test_a_question_is_answered_once(service: Service, provider: FakeProvider) -> None:
    service.account("planner", login=MAIL, password=None)
    client = service.client()
    state = _left(client, provider)
    assert _back(client, state, code="wrong") == 403
    assert _back(client, state) == 403


def test_a_stolen_code_is_of_no_use_in_another_browser(
    service: Service, provider: FakeProvider
) -> None:
    service.account("planner", login=MAIL, password=None)
    victim, attacker = service.client(), service.client()
    other = _left(attacker, provider)
    _left(victim, provider)
    # The code was given for the victim's question: the verifier differs.
    assert _back(attacker, other) == 403


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://ke-gian.example"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": None},
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_asked(
    service: Service, provider: FakeProvider, description: dict[str, object]
) -> None:
    provider.description = description
    assert service.client().post("/dang-nhap/oidc").status_code == 403


def test_an_issuer_must_be_https_or_on_this_machine(settings: Settings) -> None:
    for issuer in ("http://ke-gian.example", "ftp://127.0.0.1", "file:///etc"):
        chosen = settings.model_copy(update={"oidc_issuer": issuer})
        with pytest.raises(InvalidInputError, match="must begin with https"):
            OpenIdProvider(chosen, ADDRESS)


def test_where_to_go_on_stays_within_the_service(
    service: Service, provider: FakeProvider
) -> None:
    service.account("planner", login=MAIL, password=None)
    client = service.client()
    state = _left(client, provider, "//ke-gian.example")
    answer = client.get(f"/dang-nhap/oidc/ve?code={CODE}&state={state}")
    assert answer.headers["location"] == "/"


def test_a_token_from_too_long_ago_opens_nothing(
    service: Service, provider: FakeProvider
) -> None:
    service.account("planner", login=MAIL, password=None)
    provider.now = service.clock.at - timedelta(hours=1)
    client = service.client()
    assert _back(client, _left(client, provider)) == 403
