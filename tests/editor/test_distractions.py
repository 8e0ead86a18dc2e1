"""What may distract, as the page is told it, and as recipes find it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from editor import files, pictures
from editor.imaging import panoptic, uploads
from editor.models import Job
from engine.recipes.marks import resolve
from engine.recipes.scenes import Scene
from recipes.model import Rule
from tests.editor import factories, fake_service
from tests.editor.clients import visitor
from tests.editor.user_actions import done, uploaded
from tests.narrowing import require


@pytest.mark.django_db
def test_the_page_is_told_the_regions_of_each_thing(hosted: fake_service.Service) -> None:
    picture = uploaded()
    response = visitor().get(f"/pictures/{picture.pk}/visuals/{require(picture.current).visual_id}/distractions")
    assert response.json() == {"things": []}


@pytest.mark.django_db
def test_nobody_else_is_told() -> None:
    picture = factories.picture()
    address = f"/pictures/{picture.pk}/visuals/{require(picture.current).visual_id}/distractions"
    assert (visitor().get(address).status_code, visitor("bob").get(address).status_code) == (200, 404)


def wall_with_a_bag() -> bytes:
    """A picture of a plain wall with something red in a corner."""
    pixels = np.full((240, 360, 3), (200, 215, 230), np.uint8)
    pixels += np.random.default_rng(0).integers(0, 4, pixels.shape, np.uint8)
    pixels[90:170, 150:230] = (40, 60, 120)
    pixels[12:30, 16:34] = (200, 30, 30)
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG")
    return target.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_recipe_finds_by_rule_what_the_page_is_told() -> None:
    picture = pictures.create("alice", "Wall", uploads.accept(wall_with_a_bag(), "wall.png"))
    assert done(picture.jobs.get()).status == Job.Status.DONE
    picture.refresh_from_db()
    revision = require(picture.current)
    visual = require(revision.visual)
    things = visitor().get(f"/pictures/{picture.pk}/visuals/{visual.pk}/distractions").json()["things"]
    assert len(things) == 1
    labels = panoptic.from_wire(files.read(visual.regions)).array
    marked = resolve(Rule("distractions"), Scene(revision.image, revision.image))
    assert (marked.mask == np.isin(labels, things[0])).all()
