"""The studio behind the proxies that the documents name, configured by their very lines."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
import requests

from harness import caddy, nginx
from harness.contract.service import Service
from harness.images import open_image
from harness.photos import SAMPLES
from harness.processes import ROOT, free_port
from harness.studio import Studio, manage, run_studio
from tests.hosts.servers import require

DOCUMENT = (ROOT / "docs" / "deploy.md").read_text()
HOST = "studio.example.com"
PHOTO = SAMPLES / "astronaut.jpg"
PATIENCE = 120  # seconds for an answer, on a machine that is busy
UNDERSCORES = "underscores_in_headers on;"
HOSTS = {"STUDIO_ALLOWED_HOSTS": f"{HOST},127.0.0.1,localhost"}
HEADERS = {"Host": HOST, "Referer": f"https://{HOST}/"}


@dataclass(frozen=True)
class Site:
    """A studio on one machine with its proxy: where it answers itself, and a token."""

    studio: Studio
    token: str
    certificate: Path


def block(start: str) -> str:
    """A part of nginx's configuration as the document gives it."""
    found = re.search(rf"^    {re.escape(start)}\n(?:    .*\n|\n)*?    \}}\n", DOCUMENT, re.MULTILINE)
    assert found, f"the document has no {start}"
    return dedent(found.group())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, its key beside it."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl")
    path = tmp_path_factory.mktemp("tls") / "studio.pem"
    options = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", *options, *names, "-keyout", str(path.with_suffix(".key")), "-out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def site(certificate: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A studio that has nginx send its files, and ends no HTTPS itself."""
    require(nginx)
    folder = tmp_path_factory.mktemp("proxied")
    token = make_token(folder)
    with run_studio(folder, STUDIO_HTTPS="1", STUDIO_ACCEL_PATH="/stored", **HOSTS) as studio:
        yield Site(studio, token, certificate)


def make_token(folder: Path) -> str:
    """A token of a studio that is about to be started on a new data folder."""
    assert manage(folder, "migrate", **HOSTS).returncode == 0
    return manage(folder, "token", "create", "anna", **HOSTS).stdout.split()[-1]


def configuration(site: Site, port: int) -> str:
    """What the document says, with this test's port, folder and certificate."""
    server, stored = block("server {"), block("location /stored/ {")
    said = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/studio.pem": str(site.certificate),
        "/etc/ssl/studio.key": str(site.certificate.with_suffix(".key")),
        "http://127.0.0.1:8000": site.studio.address,
        "/srv/studio/files/": f"{site.studio.log.parent / 'files'}/",
    }
    text = server.rstrip()[:-1] + stored + "}"
    for documented, here in said.items():
        assert documented in text
        text = text.replace(documented, here)
    return text


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def proxy(site: Site, port: int, tmp_path: Path) -> Iterator[str]:
    """Where nginx answers."""
    with nginx.running(require(nginx), tmp_path / "nginx", configuration(site, port), port):
        yield f"https://127.0.0.1:{port}"


@pytest.fixture
def session(site: Site) -> Iterator[requests.Session]:
    """Whoever knows the certificate, and asks for the studio by its name."""
    with requests.Session() as session:
        session.trust_env = False  # a variable that names certificates would go before
        session.verify = str(site.certificate)
        session.headers.update(HEADERS)
        yield session


def test_the_api_is_reached_by_its_own_header(proxy: str, site: Site, session: requests.Session) -> None:
    service = Service(proxy, session, site.token)
    assert service.registered(PHOTO.read_bytes() + bytes(5_000_000))  # more than nginx takes by itself
    assert service.get("/v2/capabilities").status_code == 200


def test_without_the_line_on_underscores_the_token_is_lost(
    site: Site, session: requests.Session, port: int, tmp_path: Path
) -> None:
    lines = configuration(site, port)
    assert UNDERSCORES in lines
    with nginx.running(require(nginx), tmp_path / "nginx", lines.replace(UNDERSCORES, ""), port):
        service = Service(f"https://127.0.0.1:{port}", session, site.token)
        assert service.get("/v2/capabilities").status_code == 401


def test_a_picture_is_uploaded_and_its_files_are_sent_by_nginx(
    proxy: str, site: Site, session: requests.Session
) -> None:
    page = session.get(f"{proxy}/", timeout=PATIENCE)
    assert page.headers["Strict-Transport-Security"]
    cookies = {cookie.name: cookie for cookie in session.cookies}
    assert all(cookie.secure for cookie in cookies.values())
    fields = {"csrfmiddlewaretoken": cookies["csrftoken"].value or ""}
    files = {"photo": ("photo.jpg", PHOTO.read_bytes())}
    uploaded = session.post(f"{proxy}/pictures/", fields, files=files, timeout=PATIENCE, allow_redirects=False)
    assert uploaded.status_code == 302, uploaded.text
    image = f"{uploaded.headers['Location']}revisions/1/image"
    sent = session.get(f"{proxy}{image}", timeout=PATIENCE)
    assert (sent.status_code, sent.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "X-Accel-Redirect" not in sent.headers
    assert open_image(sent.content).size == (512, 512)
    own = {"X-Forwarded-Proto": "https", "Cookie": "; ".join(f"{one.name}={one.value}" for one in session.cookies)}
    asked = requests.get(f"{site.studio.address}{image}", headers={**HEADERS, **own}, timeout=PATIENCE)
    assert (asked.status_code, asked.content, asked.headers.get("X-Accel-Redirect", "")[:8]) == (200, b"", "/stored/")


def test_nobody_comes_to_the_stored_files_by_nginx_itself(proxy: str, site: Site, session: requests.Session) -> None:
    files = site.studio.log.parent / "files"
    stored = files / "ab" / "secret.png"
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(b"secret")
    answer = session.get(f"{proxy}/stored/ab/secret.png", timeout=PATIENCE)
    assert answer.status_code == 404


def test_caddy_passes_the_api_token_on(tmp_path: Path, port: int) -> None:
    program = require(caddy)
    token = make_token(tmp_path)
    with run_studio(tmp_path, **HOSTS) as studio:
        command = caddy_command(f":{port}", studio.address)
        with caddy.running(program, tmp_path, command, port), requests.Session() as session:
            service = Service(f"http://127.0.0.1:{port}", session, token)
            assert service.registered(PHOTO.read_bytes() + bytes(5_000_000))
            assert Service(service.base, session, "guessed").get("/v2/capabilities").status_code == 401


def caddy_command(listens: str, studio: str) -> list[str]:
    """What ``compose.team.yaml`` says, without HTTPS, for which Caddy would want a name that the world knows."""
    text = (ROOT / "compose.team.yaml").read_text()
    found = re.search(
        r'command: \["caddy", "(reverse-proxy)", "(--from)", "\$\{STUDIO_NAME\}", "(--to)", "web:8000"\]', text
    )
    assert found, "compose.team.yaml starts Caddy otherwise"
    command, from_, to = found.groups()
    return [command, from_, listens, to, studio.removeprefix("http://")]


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze")
    unit = (ROOT / "docker" / "systemd" / "bria-studio.service").read_text()
    start = "/opt/studio/app/docker/entrypoint.sh"
    assert f"ExecStart={start} studio\n" in unit
    path = tmp_path / "bria-studio.service"
    path.write_text(unit.replace(start, str(ROOT / "docker" / "entrypoint.sh")))
    done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
