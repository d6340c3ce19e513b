"""A small OpenID provider of one's own: a real server that signs what a test wants."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "hatangso", "bi-mat-cua-dich-vu"
CODE = "mot-ma-dung-mot-lan"


class FakeProvider:
    """What the provider says; a test changes it.

    Attributes:
        claims: Put over the claims of the next token; None takes one away.
        description: Put over its description of itself.
        algorithm: ``RS256``, ``HS256`` or ``none``.
        is_strange: Whether it signs with a key that it does not publish.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.issuer = ""
        self.claims: dict[str, Any] = {}
        self.description: dict[str, Any] = {}
        self.algorithm = "RS256"
        self.is_strange = False
        self.asked: dict[str, str] = {}
        self._key = RSAKey.generate_key(2048, {"kid": "a", "use": "sig"})
        self._other = RSAKey.generate_key(2048, {"kid": "a", "use": "sig"})

    def authorize(self, address: str) -> str:
        """Do what a browser does there; return the state that it goes back with."""
        query = {
            name: values[0]
            for name, values in parse_qs(urlsplit(address).query).items()
        }
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert {"openid", "email"} <= set(query["scope"].split())
        self.asked = query
        return query["state"]

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        } | self.description

    def keys(self) -> dict[str, Any]:
        return KeySet([self._key]).as_dict(private=False)

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return the answer to a code; None when it is not right."""
        told = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            told.split(":")[0] != CLIENT_ID
            or form.get("code") != CODE
            or challenge != self.asked.get("code_challenge")
            or form.get("redirect_uri") != self.asked.get("redirect_uri")
        ):
            return None
        seconds = int(self.now.timestamp())
        claims = {
            "iss": self.issuer,
            "sub": "248289761001",
            "aud": CLIENT_ID,
            "exp": seconds + 300,
            "iat": seconds,
            "nonce": self.asked["nonce"],
            "email": "An.Nguyen@tinh.gov.vn",
            "email_verified": True,
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        return {
            "access_token": "x",
            "token_type": "Bearer",
            "id_token": self._signed(claims),
        }

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.algorithm == "none":
            parts = [{"alg": "none"}, claims]
            coded = [
                base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()
                for one in parts
            ]
            return ".".join([*coded, ""])
        header = {"alg": self.algorithm, "kid": "a"}
        if self.algorithm == "HS256":
            # The published key taken for a shared secret.
            public = base64.urlsafe_b64encode(self._key.as_pem(private=False))
            shared = {"kty": "oct", "k": public.rstrip(b"=").decode()}
            return jwt.encode(header, claims, OctKey.import_key(shared))
        return jwt.encode(header, claims, self._other if self.is_strange else self._key)


@contextmanager
def run_provider(now: datetime) -> Iterator[FakeProvider]:
    """Run a provider on this machine."""
    provider = FakeProvider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = {
                "/.well-known/openid-configuration": provider.described,
                "/keys": provider.keys,
            }.get(self.path)
            self._send(content() if content else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._send(provider.token(form, self.headers.get("authorization", "")))

        def _send(self, content: dict[str, Any] | None) -> None:
            body = json.dumps(content or {"error": "invalid_grant"}).encode()
            self.send_response(200 if content else 400)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
