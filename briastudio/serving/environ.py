"""A request as WSGI has it (PEP 3333), of one as ASGI has it.

Bria's header ``api_token`` has an underscore, which WSGI cannot tell from a dash. So that nobody gets a header past a
proxy by another spelling, no other name with an underscore is passed on; nginx does not, either.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Scope = Mapping[str, Any]

TOKEN = b"api_token"
TWIN = b"api-token"
BARE = {"CONTENT_TYPE", "CONTENT_LENGTH"}  # names that WSGI knows without HTTP_
FRAMING = {b"content-length", b"transfer-encoding"}  # of the body as it came; here it has a length of its own


def build_environ(scope: Scope) -> WSGIEnvironment:
    """Everything but the body, in whose place is nothing."""
    server, port = scope["server"] or ("", 80)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client_address(scope),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **build_headers(scope["headers"]),
    }
    put_body(environ, io.BytesIO(), 0)
    return environ


def client_address(scope: Scope) -> str:
    """The address that the request came from, without its port."""
    return str(scope["client"][0]) if scope["client"] else ""


def build_headers(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """The headers by their names in WSGI; what is sent several times is one list (RFC 9110, section 5.3)."""
    has_token = any(name == TOKEN for name, _ in headers)
    found: dict[str, str] = {}
    for name, value in headers:
        if name in FRAMING or (b"_" in name and name != TOKEN) or (has_token and name == TWIN):
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key in BARE else f"HTTP_{key}"
        text = value.decode("latin-1")
        between = "; " if name == b"cookie" else ","
        found[key] = f"{found[key]}{between}{text}" if key in found else text
    return found


def put_body(environ: WSGIEnvironment, body: IO[bytes], length: int) -> None:
    """Let the request have this body."""
    environ.update({"wsgi.input": body, "CONTENT_LENGTH": str(length)})
