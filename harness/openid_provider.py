"""A small OpenID provider: it lets everybody in as one person, and says of them what a test wants."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

POLL = 0.01  # seconds between two looks whether it is to end
CLIENT, SECRET = "studio", "a secret of the studio's"


@dataclass
class Provider:
    """What the provider says; ``claims`` go over what a good ID token has, None takes a claim away.

    ``signer`` signs the tokens, and is only published while it is ``key``.
    """

    address: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    claims: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    signer: RSAKey | None = None
    algorithm: str = "RS256"

    def describe(self) -> dict[str, Any]:
        """What it publishes of itself (OpenID Connect Discovery 1.0, section 3)."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Let the person in, and say where the browser goes with what."""
        code = f"code-{len(self.asked)}"
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def redeem(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """The tokens for a code, once, for whom it was made (RFC 7636, section 4.6, and RFC 6749, section 4.1.3)."""
        query = self.asked.pop(form["code"])
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert authorization == f"Basic {basic}"
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == query["code_challenge"]
        assert form["redirect_uri"] == query["redirect_uri"]
        return {"access_token": "access", "token_type": "Bearer", "id_token": self.sign(query["nonce"])}

    def sign(self, nonce: str) -> str:
        """An ID token."""
        now = int(time.time())
        good = {"iss": self.address, "aud": CLIENT, "sub": "person-1", "nonce": nonce, "iat": now, "exp": now + 300}
        claims = {**good, "preferred_username": "olga", **self.claims}
        payload = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "none":
            parts = (json.dumps(part).encode() for part in (header, payload))
            return ".".join([*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), ""])
        return jwt.encode(header, payload, self.signer or self.key)


@contextmanager
def run_provider() -> Iterator[Provider]:
    """A provider that answers on loopback for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        """Answers one request of a browser or of the studio."""

        def do_GET(self) -> None:
            """What is published, and the way back."""
            path, query = urlsplit(self.path).path, flatten(urlsplit(self.path).query)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
            elif path == "/keys":
                self.answer(path, {"keys": [provider.key.as_dict(private=False)]})
            else:
                self.answer(path, provider.describe())

        def do_POST(self) -> None:
            """The tokens."""
            form = flatten(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer("/token", provider.redeem(form, self.headers.get("Authorization", "")))

        def answer(self, path: str, content: dict[str, Any]) -> None:
            """JSON, or what the test wants instead."""
            body = json.dumps(provider.answers.get(path, content)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def flatten(query: str) -> dict[str, str]:
    """A query or a form, of which each name stands once."""
    return {name: values[0] for name, values in parse_qs(query).items()}
