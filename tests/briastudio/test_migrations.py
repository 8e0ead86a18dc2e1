"""The data of every earlier state of the tables is brought to today's, and its pages are shown."""

from __future__ import annotations

import importlib
import io
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from PIL import Image
from pytest_django import DjangoDbBlocker, Settings

from editor import files
from editor.models import Job, Picture, Revision, Visitor
from editor.recipes import saved
from engine.models import Request, Result, Visual
from recipes import reading, writing
from recipes.model import Ids, Recipe, Rule, Runs, Step
from tests.editor.clients import visitor


def states(app: str) -> list[str]:
    """The names of an app's migrations, the first first; the last is today's state."""
    package = importlib.import_module(f"{app}.migrations")
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


@pytest.fixture
def empty_database(tmp_path: Path, django_db_blocker: DjangoDbBlocker, settings: Settings) -> Iterator[None]:
    """A database file and a folder of stored files in which nothing is yet."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with django_db_blocker.unblock():
        connection.close()
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(tmp_path / "old.sqlite3")
        yield
        connection.close()
        connection.settings_dict["NAME"] = before


def migrate_to(app: str, name: str) -> Any:
    """Bring one app's tables to that state; its models as they were."""
    executor = MigrationExecutor(connection)
    executor.migrate([(app, name)])
    return executor.loader.project_state([(app, name)]).apps


def migrate_to_today() -> None:
    """What the start of the studio does."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def create(apps: Any, model: str, **values: Any) -> Any:
    """A row with those of the values whose columns were there then."""
    rows = apps.get_model(*model.split("."))
    known = {field.name for field in rows._meta.get_fields()}
    return rows.objects.create(**{name: value for name, value in values.items() if name in known})


def store_image(alpha: int) -> dict[str, Any]:
    """The files of a revision, through which something can be seen for an ``alpha`` below 255."""
    image = Image.new("RGBA" if alpha < 255 else "RGB", (40, 30), (200, 30, 30, alpha)[: 4 if alpha < 255 else 3])
    png, webp = io.BytesIO(), io.BytesIO()
    image.save(png, "PNG")
    image.save(webp, "WEBP")
    name = files.store(png.getvalue(), ".png")
    thumbnail = files.store(webp.getvalue(), ".webp")
    return {"image": name, "screen": name, "thumbnail": thumbnail, "width": 40, "height": 30}


def fill_editor(apps: Any) -> None:
    """Alice's picture with three steps, a branch, a visual, and jobs in every state, in the tables of then."""
    picture = create(apps, "editor.Picture", owner="alice", name="Holiday", format="PNG", exif=b"EXIF")
    visual = create(
        apps, "editor.Visual", picture=picture, backend="embedded", visual_id="0" * 16, image="a", people=[]
    )
    common = {"picture": picture, "visual": visual}
    first = create(
        apps, "editor.Revision", number=1, branch=1, tool="upload", title="Original", **store_image(255), **common
    )
    second = create(
        apps,
        "editor.Revision",
        number=2,
        branch=1,
        parent=first,
        tool="erase",
        title="Erased",
        **store_image(90),
        **common,
    )
    create(
        apps,
        "editor.Revision",
        number=3,
        branch=3,
        parent=first,
        tool="erase",
        title="Other",
        **store_image(255),
        **common,
    )
    picture.current = second
    picture.save()
    for status in ("queued", "running", "done", "failed", "cancelled", "unknown"):
        job = {
            "kind": "edit",
            "params": {"tool": "erase"},
            "status": status,
            "error": "Sorry." if status == "failed" else "",
        }
        create(apps, "editor.Job", picture=picture, base=first, key=status, **job)


@pytest.mark.usefixtures("empty_database")
@pytest.mark.parametrize("state", states("editor"))
def test_pictures_of_every_earlier_state_are_shown_today(state: str) -> None:
    fill_editor(migrate_to("editor", state))
    migrate_to_today()
    picture = Picture.objects.get()
    first, second, third = picture.revisions.all()
    assert (picture.name, bytes(picture.exif), picture.current) == ("Holiday", b"EXIF", second)
    assert [revision.label for revision in (first, second, third)] == ["Original", "Erased", "Other"]
    assert (second.parent, second.branch, third.branch) == (first, 1, 3)
    assert sorted(Job.objects.values_list("status", flat=True)) == sorted(Job.Status.values)
    assert str(Job.objects.get(status="failed").error) == "Sorry."
    assert state >= "0014_visitors" or Visitor.objects.filter(owner="alice").exists()
    page = visitor().get(f"/pictures/{picture.pk}/")
    assert (page.status_code, "Holiday" in page.content.decode()) == (200, True)


@pytest.mark.usefixtures("empty_database")
@pytest.mark.parametrize("state", states("editor"))
def test_what_files_say_of_earlier_revisions_is_found_out(state: str) -> None:
    fill_editor(migrate_to("editor", state))
    migrate_to_today()
    if state < "0012":  # today's own rows say it themselves
        assert [revision.is_transparent for revision in Revision.objects.all()] == [False, True, False]
        lengths = [files.size(revision.image) + files.size(revision.thumbnail) for revision in Revision.objects.all()]
        assert [revision.stored_bytes for revision in Revision.objects.all()] == lengths


@pytest.mark.usefixtures("empty_database")
def test_the_list_shows_what_earlier_recipes_do() -> None:
    """In the words of one that is kept today."""
    apps = migrate_to("editor", "0019_recipes")
    mask = Runs(4, 2, (3, 5))
    steps = (
        Step("erase", {"mask": Rule("objects", at_most=0.02), "include_shadow": True}),
        Step("remove_background", {"keep": mask, "remove": mask}),
        Step("create", {"people": Rule("largest"), "actions": {"age": "mid-60"}}),
        *[Step("erase", {"mask": Ids((3, 7))})] * 8,
    )
    recipe = Recipe(steps, "Old")
    create(apps, "editor.SavedRecipe", owner="alice", name="Old", text=writing.write(recipe).decode())
    migrate_to_today()
    [old], new = saved.list_kept("alice"), saved.keep("bob", reading.read(writing.write(recipe)), "New")
    assert (old.step_count, old.outline) == (new.step_count, new.outline)
    assert "and 3 more" in visitor().get("/recipes/").content.decode()


@pytest.mark.usefixtures("empty_database")
def test_revisions_whose_files_are_gone_are_migrated_all_the_same() -> None:
    apps = migrate_to("editor", "0009_metadata_of_files")
    fill_editor(apps)
    for name in {name for row in Revision.objects.values_list("image", "thumbnail") for name in row}:
        Path(files.local_path(name) or "").unlink()
    migrate_to_today()
    assert set(Revision.objects.values_list("stored_bytes", "is_transparent")) == {(0, False)}


@pytest.mark.usefixtures("empty_database")
@pytest.mark.parametrize("state", states("engine"))
def test_what_the_api_keeps_of_every_earlier_state_is_answered_today(state: str) -> None:
    apps = migrate_to("engine", state)
    image = f"engine/ab/{'ab' * 32}"
    from django.utils import timezone

    create(apps, "engine.Visual", visual_id="0" * 16, owner="studio", image=image, width=4, height=3)
    result = create(apps, "engine.Result", owner="studio", filename="a.png", file=image, expires_at=timezone.now())
    create(
        apps,
        "engine.Request",
        owner="studio",
        operation="erase",
        arguments={"image": image},
        status="COMPLETED",
        result=result,
    )
    migrate_to_today()
    assert (Visual.objects.get().image, Result.objects.get().file) == (image, image)
    assert Request.objects.get().is_finished
    if state < "0004":  # today's own rows say it themselves
        assert Request.objects.get().image == image


def test_every_page_of_an_empty_database_is_shown(empty_database: None) -> None:
    migrate_to_today()
    assert Client().get("/").status_code == 200
