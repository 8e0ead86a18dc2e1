"""What all routes of the API have in common, over a real socket: web server, worker, and a stranger who asks."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
from PIL import Image

from harness.processes import ROOT, command_of, descendants, kill, wait_for
from harness.studio import Studio
from tests.bria.fakes import page, web_server
from tests.engine.api.moderation_policies import deaths
from tests.serving.conftest import StartStudio

SITE = "tests.serving.api_settings"
PATIENCE = 120  # seconds; on a fresh cache the engine compiles first
THREADS, SEATS = 8, 6  # of the web server, and for calls that wait
ERASE = "/v2/image/edit/erase"
LEASE = 1  # seconds that work is a worker's
AGAIN = 4 * LEASE  # seconds within which a worker would have taken it up once more
PAGE = "https://app.example.com"


class Hooks:
    """Where webhooks arrive."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []

    def take(self, request: BaseHTTPRequestHandler) -> None:
        self.bodies.append(json.loads(vars(request)["body"]))
        page(b"", 204)(request)


@pytest.fixture(scope="module")
def hooks() -> Iterator[tuple[str, Hooks]]:
    """The address of a receiver on this machine, and what it received."""
    received = Hooks()
    with web_server({"/hook": received.take}) as (port, _):
        yield f"127.0.0.1:{port}", received


@pytest.fixture(scope="module")
def open_studio(
    start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory, hooks: tuple[str, Hooks]
) -> Iterator[Studio]:
    """A studio that nobody has a token of yet."""
    folder = tmp_path_factory.mktemp("api")
    with start_studio(folder, SITE, STUDIO_THREADS=str(THREADS), STUDIO_WEBHOOK_HOSTS=hooks[0]) as studio:
        yield studio


@pytest.fixture(scope="module")
def strict_studio(start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio with a policy, a rate limit, and a page that may call it."""
    folder = tmp_path_factory.mktemp("strict")
    environment = {
        "STUDIO_MODERATION": "tests.engine.api.moderation_policies.no_red",
        "STUDIO_RATE_LIMIT": "20",
        "STUDIO_CORS_ORIGINS": PAGE,
    }
    with start_studio(folder, SITE, **environment) as studio:
        yield studio


@pytest.fixture(scope="module")
def fields() -> dict[str, Any]:
    """A small picture of a red box, and a mask over it."""
    pixels = np.full((64, 96, 3), 128, np.uint8)
    pixels[20:44, 30:60] = (200, 30, 30)
    mask = np.zeros((64, 96), np.uint8)
    mask[18:46, 28:62] = 255
    return {"image": written(pixels), "mask": written(mask)}


def written(pixels: Any) -> str:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def post(studio: Studio, path: str, body: Any, token: str = "any") -> requests.Response:
    return requests.post(studio.address + path, json=body, headers={"api_token": token}, timeout=PATIENCE)


def get(address: str, token: str = "any", **headers: str) -> requests.Response:
    return requests.get(address, headers={"api_token": token, **headers}, timeout=PATIENCE)


def ended(status_url: str) -> Any:
    """The status of a request that is over."""
    body = get(status_url).json()
    return body if body["status"] != "IN_PROGRESS" else None


def test_a_synchronous_call_gets_what_a_worker_made(open_studio: Studio, fields: dict[str, Any]) -> None:
    address = post(open_studio, "/v1/eraser", fields).json()["result_url"]
    content = get(address).content
    assert Image.open(io.BytesIO(content)).size == (96, 64)


def test_while_calls_wait_others_are_refused_and_polls_are_answered(
    open_studio: Studio, fields: dict[str, Any]
) -> None:
    def one(number: int) -> requests.Response:
        if number == 2 * THREADS:
            return get(f"{open_studio.address}/v2/status/nothing")
        return post(open_studio, "/v1/eraser", fields)

    with ThreadPoolExecutor(2 * THREADS + 1) as pool:
        *answers, poll = pool.map(one, range(2 * THREADS + 1))
    statuses = [answer.status_code for answer in answers]
    assert poll.status_code == 404
    assert set(statuses) == {200, 429}
    assert statuses.count(200) >= SEATS
    assert all(int(answer.headers["Retry-After"]) for answer in answers if answer.status_code == 429)
    assert post(open_studio, "/v1/eraser", fields).status_code == 200


def test_a_call_survives_the_death_of_the_worker(open_studio: Studio, fields: dict[str, Any]) -> None:
    [worker] = [pid for pid in descendants(open_studio.process.pid) if " worker " in command_of(pid)]
    kill(worker)
    assert post(open_studio, "/v1/eraser", fields).status_code == 200


def test_work_that_kills_three_workers_is_given_up(
    start_studio: StartStudio, tmp_path: Path, fields: dict[str, Any]
) -> None:
    environment = {"STUDIO_MODERATION": "tests.engine.api.moderation_policies.deadly", "STUDIO_JOB_LEASE": str(LEASE)}
    with start_studio(tmp_path, SITE, **environment) as studio:
        answer = post(studio, ERASE, {**fields, "visual_input_content_moderation": True}).json()
        status = wait_for(lambda: ended(answer["status_url"]), PATIENCE, "the work to be given up")
        assert (status["status"], status["error"]["code"]) == ("ERROR", 500)
        assert "given up" in status["error"]["details"]
        time.sleep(AGAIN)
        assert deaths(tmp_path).read_bytes() == b"xxx"
        unharmed = post(studio, ERASE, {**fields, "sync": True}).json()
        assert get(unharmed["result"]["image_url"]).status_code == 200


def test_an_asynchronous_v1_address_is_404_until_it_is_there(open_studio: Studio, fields: dict[str, Any]) -> None:
    address = post(open_studio, "/v1/eraser", {**fields, "sync": False}).json()["result_url"]
    statuses: list[int] = []

    def is_there() -> bool:
        statuses.append(get(address, Range="bytes=0-0").status_code)
        return statuses[-1] == 206

    wait_for(is_there, PATIENCE, "it")
    assert set(statuses[:-1]) <= {404}
    assert get(address, Range="bytes=0-0").headers["Content-Length"] == "1"


def test_a_webhook_hears_of_it(open_studio: Studio, fields: dict[str, Any], hooks: tuple[str, Hooks]) -> None:
    answer = post(open_studio, ERASE, {**fields, "webhook_url": f"http://{hooks[0]}/hook"}).json()
    wait_for(lambda: hooks[1].bodies, PATIENCE, "the webhook")
    assert hooks[1].bodies == [ended(answer["status_url"])]


def test_no_address_on_this_machine_is_asked(open_studio: Studio, fields: dict[str, Any]) -> None:
    with web_server({}) as (port, asked):
        for host in ("127.0.0.1", "localhost", "[::1]", "0x7f000001", "127.1"):
            url = f"http://{host}:{port}/photo.png"
            for body in ({**fields, "image": url}, {**fields, "webhook_url": url}):
                assert post(open_studio, ERASE, body).status_code == 400
        assert asked == []


def test_the_documented_chain_works_on_one_server(open_studio: Studio, fields: dict[str, Any]) -> None:
    first = post(open_studio, "/v1/eraser", {"file": fields["image"], "mask_file": fields["mask"]}).json()
    second = post(open_studio, "/v1/eraser", {"image_url": first["result_url"], "mask_file": fields["mask"]})
    assert second.status_code == 200


def test_a_missing_token_is_told_in_both_versions(open_studio: Studio) -> None:
    for path in ("/v1/eraser", ERASE):
        assert requests.post(open_studio.address + path, json={}, timeout=PATIENCE).status_code == 401


def test_missing_checks_are_told(open_studio: Studio, fields: dict[str, Any]) -> None:
    answer = post(open_studio, ERASE, {**fields, "visual_input_content_moderation": True, "sync": True})
    assert answer.headers["Studio-Warning"].startswith("No content moderation took place")


def test_the_operators_policy_is_asked_in_the_worker(strict_studio: Studio, fields: dict[str, Any]) -> None:
    asked = {**fields, "visual_input_content_moderation": True}
    answer = post(strict_studio, ERASE, {**asked, "sync": True})
    assert answer.status_code == 422
    assert "'image'" in answer.json()["error"]["details"]
    status_url = post(strict_studio, ERASE, asked).json()["status_url"]
    status = wait_for(lambda: ended(status_url), PATIENCE, "the refusal")
    assert (status["status"], status["error"]["code"]) == ("ERROR", 422)
    placeholder = post(strict_studio, "/v1/eraser", {**fields, "content_moderation": True, "sync": False}).json()
    wait_for(lambda: get(placeholder["result_url"]).status_code == 200, PATIENCE, "the placeholder")
    assert get(placeholder["result_url"]).headers["Content-Length"] == "0"


def test_one_call_too_many_is_told_when_to_come_back(strict_studio: Studio) -> None:
    for _ in range(50):  # a minute may end in between
        answer = get(f"{strict_studio.address}/v1/nothing/info")
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_a_page_of_a_named_site_may_call(strict_studio: Studio) -> None:
    headers = {"Origin": PAGE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "api_token"}
    answer = requests.options(strict_studio.address + ERASE, headers=headers, timeout=PATIENCE)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (204, PAGE)


def test_a_token_shuts_out_all_others_while_the_studio_runs(
    start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tokens")
    with start_studio(folder, SITE) as studio:
        address = f"{studio.address}/v2/status/nothing"
        assert get(address).status_code == 404
        token = manage(str(folder), "token", "create", "anna").strip()
        assert [get(address).status_code, get(address, token).status_code] == [401, 404]
        manage(str(folder), "token", "revoke", "anna")
        assert get(address, token).status_code == 403


def manage(folder: str, *arguments: str) -> str:
    """What ``manage.py`` prints."""
    command = [sys.executable, "manage.py", *arguments]
    environment = {"STUDIO_DATA": folder, "DJANGO_SETTINGS_MODULE": SITE}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
