"""Rows for tests: a picture with a history, without files or an engine."""

from __future__ import annotations

from typing import Any

from editor.models import Job, Picture, RecipeRun, RecipeUse, Revision, SavedRecipe, Visual
from editor.recipes.runs import FIND
from recipes import writing
from recipes.model import Recipe, Step
from tests.narrowing import require

EVA, ADAM = "e" * 64, "a" * 64


def person(person_id: str, x: float = 10, **actions: list[str]) -> dict[str, Any]:
    """A stored ``person/info`` entry."""
    offered = actions or {"age": ["mid-20", "mid-60"], "expression": ["happy", "smile"], "haircolor": ["red", "gray"]}
    return {"id": person_id, "rect": {"x": x, "y": 5, "w": 40, "h": 50}, "labels": [], "actions": offered, "oracle": {}}


def picture(**wishes: Any) -> Picture:
    """A picture with its original revision, registered as a visual with two people."""
    row = Picture.objects.create(**{"owner": "alice", "name": "Holiday", "format": "PNG", **wishes})
    visual = Visual.objects.create(
        picture=row,
        backend="embedded",
        visual_id="0" * 16,
        image="original.png",
        people=[person(ADAM, 80), person(EVA)],
    )
    row.go_to(revision(row, None, "upload", visual=visual, image="original.png"))
    return row


def revision(row: Picture, parent: Revision | None, tool: str, **wishes: Any) -> Revision:
    """A further revision of a picture, on its parent's visual."""
    number = row.revisions.count() + 1
    fields: dict[str, Any] = {
        "title": tool,
        "image": f"{number}.png",
        "screen": f"{number}.png",
        "thumbnail": f"{number}.webp",
        "width": 100,
        "height": 80,
        "visual": parent.visual if parent else None,
        "sid": f"sid-{number}" if parent else "",
    }
    return Revision.objects.create(picture=row, parent=parent, number=number, tool=tool, **{**fields, **wishes})


def people_step(row: Picture, parent: Revision, asked: dict[str, Any], in_force: dict[str, Any]) -> Revision:
    """A revision made by changing people."""
    goes_on = parent.tool == "people"
    touched = {**(parent.params["touched"] if goes_on else {}), **{name: person(name)["rect"] for name in asked}}
    chain = {"base": parent.params["base"] if goes_on else parent.pk, "visual": parent.visual_id, "touched": touched}
    return revision(row, parent, "people", params={"asked": asked, "in_force": in_force, **chain})


def recipe(row: Picture) -> None:
    """A recipe and its run over the picture, all by the same key."""
    text = writing.write(Recipe((Step("hide_faces", {}),))).decode()
    SavedRecipe.objects.create(pk=row.pk, owner="alice", name="Faces", text=text)
    run = RecipeRun.objects.create(pk=row.pk, owner="alice", name="Faces")
    RecipeUse.objects.create(pk=row.pk, run=run, picture=row, job=row.jobs.get(kind="edit"))


def face_check(row: Picture) -> None:
    """A run that has found a face in the picture, which nobody has hidden yet."""
    found = {"faces": [{"x": 10.0, "y": 10.0, "w": 20.0, "h": 20.0}], "more": 0}
    fields = {"status": Job.Status.DONE, "received": found, "seen": True}
    job = Job.objects.create(picture=row, base=require(row.current), kind=FIND, key=f"find {row.pk}", **fields)
    run = RecipeRun.objects.create(owner="alice", checks_faces=True)
    RecipeUse.objects.create(run=run, picture=row, job=job)
