"""The commands of ``docs/deploy.md``: each is run here as it stands there, or it is said why not."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from harness import bucket, redis_server
from harness.processes import END, OURS, ROOT, descendants, free_port, kill, wait_for
from tests.hosts.servers import require

DOCUMENT = (ROOT / "docs" / "deploy.md").read_text()
INDENT = "    "
# What indented paragraphs begin with that are no commands: configuration of nginx, and a policy in Python.
NO_COMMANDS = ("server {", "location /stored/ {", "# moderation.py,", "def check(")
IN_TEXT = re.compile(r"`((?:python |make|docker[ /]|systemctl|nginx |psql |apt)[^`\n]*)`")
NOTHING_TO_RUN = {"make", "docker/systemd/bria-studio.service"}  # the program, and a file

BACKUP, RESTORE = (f"python manage.py {verb} /backups/studio-2026-11-30.zip" for verb in ("backup", "restore"))
TOKENS = [f"python manage.py token {what}" for what in ("create anna", "list", "revoke anna")]
APART = ["python manage.py migrate", "python manage.py collectstatic --noinput"]
SERVER, WORKER = "python -m briastudio.serving --port 8000", "python manage.py worker"
OPEN = "STUDIO_HOST=0.0.0.0 STUDIO_ALLOWED_HOSTS=studio.example.com make run"
POSTGRES = "export DATABASE_URL=postgres://studio:password@db.example.com:5432/studio"
S3 = [
    "export S3_BUCKET=studio S3_ENDPOINT=https://s3.example.com S3_REGION=eu-central-1",
    "export S3_ACCESS_KEY=… S3_SECRET_KEY_FILE=/run/secrets/s3",
]
STORAGE = "export STORAGE_URL='s3://key:secret@s3.example.com/studio?region=eu-central-1'"
REDIS = "export REDIS_URL=redis://:password@redis.example.com:6379/0"
ENGINE = "STUDIO_DATA=/srv/engine PORT=8100 STUDIO_WORKERS=4 python manage.py engine"
BY_ENGINE = "BRIA_API_URL=http://engine.example.com:8100 BRIA_API_TOKEN=… make run"
POLICY = "STUDIO_MODERATION=moderation.check make run"

# By which test each is run.
RUN_BY = {
    **dict.fromkeys([*APART, *TOKENS, SERVER, WORKER], "test_a_studio_is_set_up_and_kept_command_by_command"),
    **dict.fromkeys([BACKUP, RESTORE], "test_a_studio_is_set_up_and_kept_command_by_command"),
    "python manage.py doctor": "test_a_studio_is_set_up_and_kept_command_by_command",
    "python manage.py clean": "test_a_studio_is_set_up_and_kept_command_by_command",
    OPEN: "test_a_studio_with_a_token_serves_others",
    **dict.fromkeys([POSTGRES, *S3, REDIS, "make run"], "test_a_studio_runs_on_servers_by_variables"),
    **dict.fromkeys([STORAGE, POLICY], "test_a_studio_runs_on_a_bucket_by_one_address"),
    **dict.fromkeys([ENGINE, BY_ENGINE], "test_an_engine_and_a_studio_that_uses_it_run"),
    "docker/build.sh FOLDER": "test_a_container_does_the_main_job_with_the_token_that_it_made",
    "docker/entrypoint.sh": "test_a_container_does_the_main_job_with_the_token_that_it_made",
    "make hosts": "test_the_packages_for_several_machines_have_a_target",
}
NOT_RUN = {
    "docker build -t bria-studio .": "no container runtime on the machines that test; its steps are docker/build.sh",
    "docker compose up": "no container runtime; what it starts is docker/entrypoint.sh, with the same variables",
    "docker build": "as above",
    "docker compose": "as above",
    "python manage.py models fetch": "tests have no network; tests/engine/test_bundled_weights.py does it without",
}


def commands(document: str = DOCUMENT) -> list[str]:
    """All commands of a document, without what is said beside them."""
    blocks = re.findall(rf"(?:^{INDENT}\S.*\n(?:^{INDENT}.*\n)*)", document, re.MULTILINE)
    lines = [line for block in blocks if not block.strip().startswith(NO_COMMANDS) for line in block.splitlines()]
    typed = [re.sub(r"\s{2,}# .*", "", line).strip() for line in lines]
    return [*typed, *(text for text in IN_TEXT.findall(document) if text not in NOTHING_TO_RUN)]


def test_each_command_is_run_by_a_test_or_it_is_said_why_not() -> None:
    assert sorted(set(commands()) ^ {*RUN_BY, *NOT_RUN}) == []
    assert not set(RUN_BY) & set(NOT_RUN)


def test_the_tests_that_run_commands_are_there() -> None:
    source = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in sorted(set(RUN_BY.values())) if f"def {name}(" not in source] == []


def write_program(path: Path, command: str) -> None:
    """A program that runs a command with the arguments it gets."""
    path.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    path.chmod(0o700)


class Shell:
    """A shell in the source, on a data folder and a port of its own; ``changes`` are made to what is typed."""

    def __init__(self, folder: Path, **changes: str) -> None:
        self.folder, self.port, self.changes = folder, str(free_port()), changes
        programs = folder / "programs"
        programs.mkdir()
        write_program(programs / "python", sys.executable)
        # Nothing is installed anew: tests have no network.
        write_program(programs / "make", "/usr/bin/make --silent --old-file=.venv/.run --old-file=.venv/.weights")
        ours = {name: value for name, value in os.environ.items() if not name.startswith((*OURS, "BRIA_", "PORT"))}
        self.variables = {
            **ours,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "STUDIO_DATA": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "harness.kill_settings",
            "PORT": self.port,
        }

    @property
    def address(self) -> str:
        """Where what it starts answers."""
        return f"http://127.0.0.1:{self.port}"

    def typed(self, *lines: str) -> list[str]:
        """The command that types lines of the document, each with the changes."""
        assert set(lines) <= {*commands()}
        script = "\n".join(lines)
        for before, after in self.changes.items():
            script = script.replace(before, after)
        return ["sh", "-ec", script]

    def run(self, *lines: str) -> str:
        """What lines say, which must end well."""
        done = subprocess.run(
            self.typed(*lines), cwd=ROOT, env=self.variables, capture_output=True, text=True, timeout=END, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def running(self, *lines: str) -> Iterator[None]:
        """What lines start and what goes on for as long as the block runs."""
        log = self.folder / "log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                self.typed(*lines),
                cwd=ROOT,
                env=self.variables,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            yield
        finally:
            for pid in [*descendants(process.pid), process.pid]:
                kill(pid)
            process.wait()
            sys.stdout.write(log.read_text())

    def wait_until_well(self, host: str = "127.0.0.1") -> None:
        """Wait until web server and worker live."""
        wait_for(lambda: self.is_well(host), END, "the studio to be well")

    def is_well(self, host: str) -> bool:
        """Whether they do, asked by the name of a host."""
        try:
            return requests.get(f"{self.address}/healthz", headers={"Host": host}, timeout=5).status_code == 200
        except requests.RequestException:
            return False


def test_a_studio_is_set_up_and_kept_command_by_command(tmp_path: Path) -> None:
    shell = Shell(tmp_path, **{"/backups/": f"{tmp_path}/"})
    shell.changes["--port 8000"] = f"--port {shell.port}"
    shell.run(*APART)
    shell.run(TOKENS[0])
    assert "anna" in shell.run(TOKENS[1])
    with shell.running(SERVER), shell.running(WORKER):
        shell.wait_until_well()
        assert "1 running" in shell.run("python manage.py doctor")
        shell.run("python manage.py clean")
        shell.run(BACKUP)
        shell.run(TOKENS[2])
    shell.changes["restore"] = "restore --replace"
    shell.run(RESTORE)
    assert "revoked" not in shell.run(TOKENS[1])


def test_a_studio_with_a_token_serves_others(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run(APART[0], TOKENS[0])
    with shell.running(OPEN):
        shell.wait_until_well("studio.example.com")
        assert not shell.is_well("other.example.com")


def test_a_studio_runs_on_servers_by_variables(database: str, s3: bucket.Service, tmp_path: Path) -> None:
    s3.make_bucket("by-variables")
    (tmp_path / "secret").write_text(bucket.SECRET_KEY)
    with redis_server.running(require(redis_server)) as redis:
        changes = {
            POSTGRES: f"export DATABASE_URL={shlex.quote(database)}",
            "S3_BUCKET=studio": "S3_BUCKET=by-variables",
            "https://s3.example.com": s3.endpoint,
            "eu-central-1": bucket.REGION,
            "S3_ACCESS_KEY=…": f"S3_ACCESS_KEY={bucket.ACCESS_KEY}",
            "/run/secrets/s3": str(tmp_path / "secret"),
            "redis://:password@redis.example.com:6379/0": redis.address,
        }
        shell = Shell(tmp_path, **changes)
        with shell.running(POSTGRES, *S3, REDIS, "make run"):
            shell.wait_until_well()
            assert requests.get(f"{shell.address}/readyz", timeout=20).json() == {"status": "ready"}
        assert not (tmp_path / "data" / "studio.sqlite3").exists()


def test_a_studio_runs_on_a_bucket_by_one_address(s3: bucket.Service, tmp_path: Path) -> None:
    s3.make_bucket("by-address")
    named = f"s3+http://{bucket.ACCESS_KEY}:{bucket.SECRET_KEY}@127.0.0.1:{s3.port}/by-address?region={bucket.REGION}"
    shell = Shell(tmp_path, **{STORAGE: f"export STORAGE_URL='{named}'"})
    policy = re.search(rf"^{INDENT}# moderation\.py.*?return None\n", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert policy is not None
    (tmp_path / "moderation.py").write_text(policy[0].replace(f"\n{INDENT}", "\n").removeprefix(INDENT))
    shell.variables["PYTHONPATH"] = str(tmp_path)
    with shell.running(STORAGE, POLICY):
        shell.wait_until_well()
        assert requests.get(f"{shell.address}/readyz", timeout=20).json() == {"status": "ready"}


def test_an_engine_and_a_studio_that_uses_it_run(tmp_path: Path) -> None:
    for name in ("engine", "studio"):
        (tmp_path / name).mkdir()
    engine = Shell(tmp_path / "engine", **{"/srv/engine": str(tmp_path / "engine" / "data"), "STUDIO_WORKERS=4": ""})
    engine.changes["PORT=8100"] = f"PORT={engine.port}"
    studio = Shell(tmp_path / "studio", **{"http://engine.example.com:8100": engine.address, "TOKEN=…": "TOKEN=any"})
    with engine.running(ENGINE), studio.running(BY_ENGINE):
        engine.wait_until_well()
        studio.wait_until_well()
        assert requests.get(f"{engine.address}/", timeout=20).status_code == 404
        assert requests.get(f"{studio.address}/", timeout=20).status_code == 200


def test_the_packages_for_several_machines_have_a_target(tmp_path: Path) -> None:
    assert "make hosts" in commands()
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", "hosts"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "requirements-hosts.txt" in done.stdout


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("    systemctl start bria-studio      # at once\n", "systemctl start bria-studio"),
        ("To stop it, `docker compose down` is enough.\n", "docker compose down"),
    ],
)
def test_a_new_command_is_noticed(written: str, found: str) -> None:
    assert set(commands(f"{DOCUMENT}\n{written}")) - {*RUN_BY, *NOT_RUN} == {found}
