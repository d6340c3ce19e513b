"""Ask an OpenID provider who somebody is.

The authorization code flow with PKCE, a state and a nonce. Addresses come from the
configured issuer's own description and nowhere else; nothing that a user writes is ever
fetched.

Source:
    OpenID Connect Core 1.0, 3.1; OpenID Connect Discovery 1.0, 4; RFC 7636; RFC 9700.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from authlib.common.security import generate_token
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from hatangso.errors import InvalidInputError, Message
from hatangso.web.settings import Settings

__all__ = ["OpenIdError", "OpenIdProvider", "Person", "SignInRequest"]

_DESCRIPTION = "/.well-known/openid-configuration"
_SCOPE = "openid email profile"
# Signatures with a pair of keys; none without, none with a shared secret.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
_PATIENCE_S = 10
_LEEWAY_S = 60
_MOST_BYTES = 1_000_000
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


_NOT_REACHED = Message("the sign-in service cannot be reached: try again later")
_BAD_DESCRIPTION = Message(
    "the sign-in service describes itself wrongly: tell the administrator"
)
_BAD_ANSWER = Message("the sign-in service gave no answer that can be used: try again")
_BAD_TOKEN = Message("the answer of the sign-in service cannot be trusted: try again")


class OpenIdError(Exception):
    """The provider does not say who it is, or not credibly."""

    def __init__(self, reason: Message) -> None:
        """Keep why, for people."""
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class SignInRequest:
    """What a browser keeps between leaving for the provider and coming back.

    Attributes:
        state: Comes back with it, so that the answer belongs to the question.
        nonce: Stands in the token, so that it was made for this question.
        verifier: Only who asked can have the answer's code turned into a token.
    """

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "SignInRequest":
        """Return one that nobody can guess."""
        return cls(generate_token(43), generate_token(43), generate_token(64))


@dataclass(frozen=True)
class Person:
    """Who the provider says that it is.

    Attributes:
        subject: Issuer and the provider's name for the person: never another's.
        email: In lower case; empty unless the provider has verified it.
    """

    subject: str
    email: str


class OpenIdProvider:
    """The provider of the settings."""

    def __init__(self, settings: Settings, back_to: str) -> None:
        """Keep where it is, and the address that it sends people back to.

        Raises:
            InvalidInputError: Its address is not https, and not on this machine.
        """
        self._issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()
        self._back_to = back_to
        parts = urlsplit(self._issuer)
        is_local = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
        if parts.scheme != "https" and not is_local:
            raise InvalidInputError(
                "HATANGSO_OIDC_ISSUER must begin with https://; it is {issuer}",
                issuer=self._issuer,
            )

    def address(self, request: SignInRequest) -> str:
        """Return where the browser goes to sign in.

        Raises:
            OpenIdError: The provider cannot be reached or describes itself wrongly.
        """
        return str(
            prepare_grant_uri(
                self._description()["authorization_endpoint"],
                self._client_id,
                "code",
                redirect_uri=self._back_to,
                scope=_SCOPE,
                state=request.state,
                nonce=request.nonce,
                code_challenge=create_s256_code_challenge(request.verifier),
                code_challenge_method="S256",
            )
        )

    def person(self, request: SignInRequest, code: str, now: datetime) -> Person:
        """Return who came back with a code.

        Raises:
            OpenIdError: The code or the token cannot be used.
        """
        described = self._description()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._back_to,
            "client_id": self._client_id,
            "code_verifier": request.verifier,
        }
        proof = (self._client_id, self._secret) if self._secret else None
        answer = _fetched("POST", described["token_endpoint"], data=form, auth=proof)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OpenIdError(_BAD_ANSWER)
        keys = _fetched("GET", described["jwks_uri"])
        return self._told(self._claims(token, keys, request, now))

    def _claims(
        self,
        token: str,
        keys: Mapping[str, Any],
        request: SignInRequest,
        now: datetime,
    ) -> Mapping[str, Any]:
        """Return what a token says, if it is signed, for us, for now, for this."""
        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client_id},
            nonce={"essential": True, "value": request.nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            found = jwt.decode(
                token,
                KeySet.import_key_set(cast("KeySetSerialization", keys)),
                _ALGORITHMS,
            )
            rules.validate(found.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise OpenIdError(_BAD_TOKEN) from error
        audience = found.claims["aud"]
        is_shared = isinstance(audience, list) and len(audience) > 1
        if is_shared and found.claims.get("azp") != self._client_id:
            raise OpenIdError(_BAD_TOKEN)
        return found.claims

    def _told(self, claims: Mapping[str, Any]) -> Person:
        subject = claims["sub"]
        if not isinstance(subject, str) or not subject:
            raise OpenIdError(_BAD_TOKEN)
        email = claims.get("email")
        is_verified = claims.get("email_verified") is True and isinstance(email, str)
        return Person(
            subject=f"{self._issuer} {subject}",
            email=str(email).strip().lower() if is_verified else "",
        )

    def _description(self) -> Mapping[str, str]:
        """Return the provider's description of itself."""
        found = _fetched("GET", self._issuer.rstrip("/") + _DESCRIPTION)
        if found.get("issuer") != self._issuer:
            raise OpenIdError(_BAD_DESCRIPTION)
        described = {}
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            address = found.get(name)
            is_same = isinstance(address, str) and (
                urlsplit(address).scheme == urlsplit(self._issuer).scheme
            )
            if not is_same:
                raise OpenIdError(_BAD_DESCRIPTION)
            described[name] = str(address)
        return described


def _fetched(
    method: str,
    address: str,
    *,
    data: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> Mapping[str, Any]:
    """Return a JSON object from the provider."""
    body = b""
    try:
        with (
            httpx.Client(timeout=_PATIENCE_S, follow_redirects=False) as client,
            client.stream(method, address, data=data, auth=auth) as answer,
        ):
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > _MOST_BYTES:
                    raise OpenIdError(_BAD_ANSWER)
        if not answer.is_success:
            raise OpenIdError(_BAD_ANSWER)
        found = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OpenIdError(_NOT_REACHED) from error
    except ValueError as error:
        raise OpenIdError(_BAD_ANSWER) from error
    if not isinstance(found, dict):
        raise OpenIdError(_BAD_ANSWER)
    return found
