"""A studio whose processes are killed while a person works with it, and what is left of that person's work.

Each round a person does something, and the worker, the web server or the supervisor is killed at some step of it
(``harness.stops``) or, the supervisor, at some moment. The studio is then left alone until nothing is under way; only a
supervisor is started again, as whatever keeps the machine's services running would. Then all must be in order.
"""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen, run
from typing import Any

import numpy as np
import psycopg
import requests
from numpy.typing import NDArray

from harness.bad_service import BadService
from harness.images import png
from harness.processes import ROOT, accepts, free_port, kill, started, wait_for
from harness.visitor import Visitor

STEPS = {"worker": 90, "web": 40}  # about as many as what a person asks for takes
RECIPES = 0.3  # of what a person does with a service
MOMENT = 1.0  # seconds within which a supervisor is killed
ANSWER = 30  # seconds for one answer
START = 120  # seconds until a studio is well
SETTLED = 180  # seconds until nothing is under way, on a machine that is busy and may have to compile first
SITE = "harness.kill_settings"
# Two steps, each of which is an order of its own with a service that knows no recipes.
RECIPE = b'{"recipe": 1, "steps": [{"do": "blur_background", "scale": 2}, {"do": "remove_background"}]}'
ENDS = {"done", "failed", "cancelled", "unknown"}
# Deletes what no row names, whatever its age, and prints what rows name and the disk lacks, then the reverse. Marks of
# files that were stored again are empty, and go a minute later.
SWEEP = """
import django; django.setup()
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from editor import cleaning, files
from editor.models import Job, Picture, Revision, Visual
cleaning.clean(timedelta(seconds=-1))
named = {name for row in Revision.objects.values_list("image", "screen", "thumbnail") for name in row}
named |= {name for row in Visual.objects.values_list("image", "regions", "early_regions") for name in row if name}
named |= set(Job.objects.exclude(file="").values_list("file", flat=True))
root = Path(settings.MEDIA_ROOT)
there = {str(path.relative_to(root)) for path in root.glob("[0-9a-f][0-9a-f]/*") if path.suffix != files.MARK}
for name in sorted(named - there): print("a row without a file:", name)
for name in sorted(there - named - set(cleaning.texts_in_jobs())): print("a file without a row:", name)
"""


@dataclass
class Tally:
    """What came of it; ``problems`` are sentences about what was not in order."""

    kills: Counter[str] = field(default_factory=Counter)
    survived: int = 0
    edits_lost: int = 0
    paid_twice: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


class Person:
    """Works with a studio while it is killed; each method says whether the studio said that it was done."""

    def __init__(self, address: str, chance: random.Random) -> None:
        self.visitor, self.chance = Visitor(address, ANSWER), chance

    def upload(self) -> bool:
        """Upload a picture that nobody has."""
        pixels = noise(self.chance)
        return self.is_done(lambda: self.visitor.upload(png(pixels), allow_redirects=False))

    def post(self, path: str, **fields: object) -> bool:
        """Send a form."""
        return self.is_done(lambda: self.visitor.post(path, data=fields, allow_redirects=False))

    def bring(self, path: str, **files: tuple[str, bytes]) -> bool:
        """Send a form with files."""
        return self.is_done(lambda: self.visitor.post(path, files=files, allow_redirects=False))

    def is_done(self, ask: Callable[[], requests.Response]) -> bool:
        """Whether an answer comes, and is none that says that it was not done."""
        try:
            return ask().status_code < 400
        except requests.RequestException:
            return False


def noise(chance: random.Random) -> NDArray[np.uint8]:
    """A small picture that nobody has: RGB, (60, 80, 3)."""
    return np.random.default_rng(chance.getrandbits(32)).integers(0, 255, (60, 80, 3)).astype(np.uint8)


class Rounds:
    """Rounds on one data folder; ``service`` is who answers, None for the embedded engine.

    ``database`` is the address of one on a server, empty for a file in the folder.
    """

    def __init__(
        self, folder: Path, seed: int, service: BadService | None, database: str = "", workers: int = 1
    ) -> None:
        self.folder, self.chance, self.service = folder, random.Random(seed), service
        self.database, self.workers = database, workers
        self.port = str(free_port())
        self.stop_file = folder / "stop"
        self.tally = Tally()
        self.address = f"http://127.0.0.1:{self.port}"
        self.person = Person(self.address, self.chance)
        self.asked: dict[str, str] = {}  # what the studio said it would do: kind by key
        self.pictures = 0  # that the studio said it has
        self.process: Popen[bytes] | None = None
        self.charged_before: int | None = None  # the round in which a supervisor was killed
        self.due = 1  # paid orders that what was asked for last takes

    @property
    def environment(self) -> dict[str, str]:
        """What the studio is started with."""
        hosted = {"BRIA_API_URL": self.service.base, "BRIA_API_TOKEN": "token"} if self.service else {}
        return {
            "PORT": self.port,
            "STUDIO_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": SITE,
            "STUDIO_JOB_LEASE": "2",
            "STUDIO_WORKERS": str(self.workers),
            "DATABASE_URL": self.database,
            "STUDIO_WEIGHTS": str(self.folder / "weights"),
            "PYTHONPATH": str(ROOT / "harness" / "stops"),
            "STOP_FILE": str(self.stop_file),
            **hosted,
        }

    def play(self, count: int, say: Callable[[str], None] = lambda text: None) -> Tally:
        """So many kills, and a look at what is left."""
        self.folder.mkdir(exist_ok=True)
        while sum(self.tally.kills.values()) < count:
            with self.running():
                self.judge_supervisor()
                while sum(self.tally.kills.values()) < count and self.is_running():
                    before = len(self.tally.problems)
                    self.play_round()
                    for problem in self.tally.problems[before:]:
                        say(problem)
                    say(f"{sum(self.tally.kills.values())} kills, {len(self.tally.problems)} problems")
        with self.running():
            self.judge_supervisor()
            self.settle("last")
        self.inspect()
        return self.tally

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """The studio, well. The web server of a killed supervisor is gone first: it would answer for this one."""
        wait_for(lambda: not accepts(int(self.port)), START, "the port to be free")
        with started("manage.py", "studio", log=self.folder / "studio.log", **self.environment) as self.process:
            wait_for(self.is_well, START, "the studio to be well")
            yield

    def is_running(self) -> bool:
        """True until the supervisor is gone."""
        return self.process is not None and self.process.poll() is None

    def is_well(self) -> bool:
        """True when web server and worker both live."""
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.address}/healthz", timeout=5).status_code == 200
        return False

    def play_round(self) -> None:
        """One thing that a person does, during which somebody is killed."""
        role = self.chance.choices(["worker", "web", "supervisor"], [6, 3, 1])[0]
        charged = self.service.charged if self.service else 0
        if role in STEPS:
            self.arm(role, self.chance.randint(1, STEPS[role]))
        self.act()
        if role == "supervisor":
            time.sleep(self.chance.random() * MOMENT)
            assert self.process is not None
            kill(self.process.pid)
            self.process.wait()
            self.tally.kills[role] += 1
            self.charged_before = charged
            return
        fell = self.settle(role)
        killed = not self.stop_file.exists()
        self.stop_file.unlink(missing_ok=True)
        self.tally.kills[role] += killed
        self.tally.survived += killed and fell
        self.judge_payment(charged)

    def judge_supervisor(self) -> None:
        """What a killed supervisor left undone, the next one has done: what was asked for in that round is paid now."""
        if self.charged_before is not None:
            self.tally.survived += self.settle("supervisor")
            self.judge_payment(self.charged_before)
            self.charged_before = None

    def judge_payment(self, charged: int) -> None:
        """Whether more than what a person asked for in a round was paid for."""
        if self.service and self.service.charged > charged + self.due:
            self.tally.paid_twice += 1
            self.tally.problems.append(f"{self.service.charged - charged} orders were paid for in one round")

    def arm(self, role: str, number: int) -> None:
        """Have somebody stop at a step."""
        scratch = self.stop_file.with_suffix(".new")
        scratch.write_text(f"{role} {number}")
        scratch.replace(self.stop_file)

    def act(self) -> None:
        """What a person does next."""
        self.due = 1
        rows = self.rows(
            "select p.id, r.number, r.visual_id, coalesce(v.regions, '') from editor_picture p"
            " join editor_revision r on r.id = p.current_id left join editor_visual v on v.id = r.visual_id"
        )
        if len(rows) < 2 or self.chance.random() < 0.15:
            self.pictures += self.person.upload()
            return
        picture, number, visual, regions = self.chance.choice(rows)
        page = f"/pictures/{picture}"
        choice = self.chance.random()
        if self.service and self.chance.random() < RECIPES:
            self.apply_recipe(picture)
        elif choice < 0.1 and number > 1:
            self.person.post(f"{page}/current/", to="1")
        elif choice < 0.15 and number > 1:
            self.person.post(f"{page}/revisions/{number}/deletion/")
        else:
            tools: list[dict[str, Any]] = [{"tool": "hide_faces", "method": "fill", "strength": "3"}]
            if self.service:
                tools = [{"tool": "blur_background", "scale": "2"}, {"tool": "image_to_psd"}]
            if regions:
                tools.append({"tool": "erase", "mask_ids": "1", "visual": visual})
            self.order(page, number, self.chance.choice(tools), cancel=choice > 0.9)

    def order(self, page: str, number: int, fields: dict[str, Any], *, cancel: bool) -> None:
        """Ask for an edit, and perhaps stop it."""
        before = self.count_jobs()
        is_accepted = self.person.post(f"{page}/edits/", **fields, revision=number, key=str(uuid.uuid4()))
        if is_accepted and self.count_jobs() <= before:
            self.tally.edits_lost += 1
            self.tally.problems.append(f"An edit was accepted and is not there: {fields}")
        for (job,) in self.rows("select id from editor_job where status in ('queued', 'running')") if cancel else []:
            self.person.post(f"{page}/jobs/{uuid.UUID(str(job))}/cancellation/")

    def apply_recipe(self, picture: int) -> None:
        """Have a recipe applied to a picture."""
        self.due = RECIPE.count(b'"do"')
        saved = "select id from editor_savedrecipe"
        if not self.rows(saved):
            self.person.bring("/recipes/", recipe=("two.recipe.json", RECIPE))
        before = self.count_jobs()
        for (recipe,) in self.rows(saved)[:1]:
            is_accepted = self.person.post(f"/recipes/{recipe}/", pictures=picture)
            if is_accepted and self.count_jobs() <= before:
                self.tally.edits_lost += 1
                self.tally.problems.append("A recipe was accepted and has no job.")

    def count_jobs(self) -> int:
        """All jobs there are."""
        return int(self.rows("select count(*) from editor_job")[0][0])

    def settle(self, after: str) -> bool:
        """Wait until the studio is well and nothing is under way; False where that does not come."""
        active = "select count(*) from editor_job where status in ('queued', 'running')"
        try:
            wait_for(lambda: self.is_well() and self.rows(active) == [(0,)], SETTLED, "the studio to settle")
        except AssertionError:
            jobs = self.rows("select kind, status, attempt from editor_job where status in ('queued', 'running')")
            why = f"well: {self.is_well()}, jobs: {jobs}"
            self.tally.problems.append(f"Something is still under way after a kill of the {after}; {why}")
            return False
        return True

    def inspect(self) -> None:
        """Look at what is left: the database, how jobs ended, rows and files, what was accepted."""
        if not self.database and self.rows("pragma integrity_check") != [("ok",)]:
            self.tally.problems.append("The database is damaged.")
        for status, error, count in self.rows("select status, error, count(*) from editor_job group by 1, 2"):
            self.tally.ends[status] += count
            if status not in ENDS or (status in ("failed", "unknown") and not error):
                self.tally.problems.append(f"{count} jobs ended as {status} without a reason")
        if self.rows("select count(*) from editor_picture")[0][0] < self.pictures:
            self.tally.problems.append("A picture was accepted and is not there.")
            self.tally.edits_lost += 1
        lost = "select count(*) from editor_job where status = 'done' and kind = 'file' and file = ''"
        self.tally.problems += [f"{count} jobs are done without an outcome" for (count,) in self.rows(lost) if count]
        swept = run(
            [sys.executable, "-c", SWEEP],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        self.tally.problems += swept.stdout.splitlines() + ([swept.stderr[-500:]] if swept.returncode else [])

    def rows(self, query: str) -> list[Any]:
        """What the database says, asked from outside."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(query.encode()).fetchall()
        with contextlib.closing(sqlite3.connect(self.folder / "studio.sqlite3", timeout=20)) as file:
            return file.execute(query).fetchall()
