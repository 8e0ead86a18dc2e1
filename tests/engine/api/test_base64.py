"""Images inside of a request, in every form that clients and browsers give them."""

from __future__ import annotations

import base64
import json
import textwrap
import tracemalloc
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import RequestFactory

from engine import sources
from engine.calls import Call
from engine.payloads import Payload, parse
from tests.engine.api.conftest import Api

REGISTER = "/v1/register"


def forms_of(data: bytes) -> dict[str, str]:
    """The image by the name of the form."""
    text = base64.b64encode(data).decode()
    url_safe, bare = base64.urlsafe_b64encode(data).decode(), text.rstrip("=")
    return {
        "bare": bare,
        "url-safe": url_safe,
        "url-safe and bare": url_safe.rstrip("="),
        "lines": "\r\n".join(textwrap.wrap(text, 76)) + "\n",
        "percent-encoded": quote(text, safe=""),
        "uri": f"data:image/png;base64,{text}",
        "uri, bare": f"data:image/png;base64,{bare}",
        "uri, url-safe": f"data:image/png;base64,{url_safe}",
        "uri, spaces": f" data:image/png;base64, {text[:40]} {text[40:]}\n",
        "uri, charset": f"data:image/png;charset=utf-8;base64,{text}",
        "uri, charset behind": f"data:image/png;base64;charset=utf-8,{text}",
        "uri, no type": f"data:;base64,{text}",
        "uri, capitals": f"DATA:IMAGE/PNG;BASE64,{text}",
        "uri, percent-encoded": f"data:image/png;base64,{quote(text, safe='')}",
        "uri, all percent-encoded": quote(f"data:image/png;base64,{text}", safe=""),
        "uri, fragment": f"data:image/png;base64,{text}#top",
        "uri without base64": f"data:image/png,{quote_from_bytes(data)}",
        "uri without base64, charset": f"data:image/png;charset=utf-8,{quote_from_bytes(data, safe='')}",
    }


@pytest.mark.parametrize("form", forms_of(b"\xfb\xff"))
@pytest.mark.parametrize(
    "beside", [b"\xfb", b"\xfb\xff"]
)  # one byte or two of padding, and what the alphabets differ in
def test_an_image_is_taken_in_this_form(api: Api, photo: bytes, form: str, beside: bytes) -> None:
    data = photo + b"\xfb\xff" * 9
    data += beside * 2 if len(data) % 3 == 0 else beside
    assert api.post(REGISTER, {"image_url": forms_of(data)[form]}).status_code == 200


@pytest.mark.parametrize(
    "text", ["no base64!", "AAAAA", "AA=A", "data:image/png;base64", "data:image/png;base64,A!", "%zz"]
)
def test_what_cannot_be_read_is_a_bad_request(api: Api, text: str) -> None:
    assert api.post(REGISTER, {"image_url": text}).status_code == 400


def test_the_text_of_a_picture_goes_once_it_is_unpacked() -> None:
    payload = Payload({"image": base64.b64encode(b"a picture").decode()}, {})
    call = Call(2, "1", "alice", "http://localhost", False, False, payload)
    found = sources.need(call, "image")
    assert (found.data, payload.fields) == (b"a picture", {"image": found})
    assert sources.need(call, "image") is found


def test_a_body_is_in_memory_twice_at_most_and_not_kept() -> None:
    body = json.dumps({"image": "A" * 8_000_000}).encode()
    request = RequestFactory().post("/v1/eraser", body, content_type="application/json")
    tracemalloc.start()
    payload = parse(request, inside=False)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(payload.fields["image"]) == 8_000_000
    assert (held < 1.2 * len(body), peak < 2.5 * len(body)) == (True, True)
