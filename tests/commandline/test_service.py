"""A recipe carried out by a service: whole where it can be, else step by step; what fails is told by file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commandline.carriers import NOTHING_FOUND
from commandline.errors import FileFailed
from commandline.service import Service
from harness.bad_service import NO_ANSWER, WELL, BadService, bad_service, picture, say
from recipes.model import Recipe, Rule, Runs, Step
from tests.commandline.processes import run, save

ENLARGE = Recipe((Step("increase_resolution", {"desired_increase": 2}),))
ERASE = Recipe((Step("erase", {"mask": Runs(4, 2, (3, 5))}), Step("blur_background", {"scale": 3})))


@pytest.fixture
def hosted() -> Iterator[BadService]:
    """A service without recipes, good until it is told otherwise."""
    with bad_service() as service:
        yield service


def ask(hosted: BadService) -> Service:
    """The service as the command line asks it, without waiting."""
    return Service(hosted.base, "token", sleep=lambda seconds: None)


def test_a_service_without_recipes_gets_the_steps_one_by_one(hosted: BadService) -> None:
    service = ask(hosted)
    assert service.apply(ERASE, b"a picture").image == picture()
    assert hosted.asked["edit"] == 2
    service.apply(ENLARGE, b"a picture")
    assert hosted.asked["recipe"] == 1


def test_a_studio_gets_the_whole_recipe_and_its_notes_are_told(hosted: BadService) -> None:
    hosted.script("recipe", [say({"request_id": "r1"}, 202)])
    step = {"step": 1, "do": "erase", "done": False, "found": {}, "warnings": ["It is small."]}
    result = {"image_url": f"{hosted.base}/files/image.jpg", "recipe": {"steps": [step]}}
    hosted.script("status", [say({"status": "COMPLETED", "result": result, "request_id": "r1"})])
    made = ask(hosted).apply(Recipe((Step("erase", {"mask": Rule("subject")}),)), b"a picture")
    assert (made.image, made.is_changed, hosted.asked["edit"]) == (picture(), False, 0)
    assert made.notes == (f"Step 1 (erase): {NOTHING_FOUND}", "Step 1 (erase): It is small.")


def test_a_step_by_rule_is_refused_before_anything_is_paid_for(hosted: BadService) -> None:
    recipe = Recipe((*ENLARGE.steps, Step("erase", {"mask": Rule("subject")})))
    with pytest.raises(FileFailed, match=r"Step 2 \(erase\): This service carries out no recipes"):
        ask(hosted).apply(recipe, b"a picture")
    assert hosted.charged == 0


@pytest.mark.parametrize("step", [Step("crop_foreground", {"keep_background": True}), Step("erase", {"feather": 3})])
def test_a_step_that_a_service_would_do_in_another_way_is_refused(hosted: BadService, step: Step) -> None:
    with pytest.raises(FileFailed, match="cannot be sent by itself"):
        ask(hosted).apply(Recipe((step,)), b"a picture")
    assert hosted.charged == 0


def test_a_limit_of_the_rate_is_told(hosted: BadService) -> None:
    hosted.script("edit", [say({"message": "slow down"}, 429)])
    with pytest.raises(FileFailed, match="too many requests"):
        ask(hosted).apply(ENLARGE, b"a picture")


def test_a_service_that_fails_half_way_fails_that_picture_alone(hosted: BadService) -> None:
    service = ask(hosted)
    hosted.script("edit", [WELL, NO_ANSWER])
    service.apply(ENLARGE, b"a picture")
    with pytest.raises(FileFailed, match="may have done the work"):
        service.apply(ENLARGE, b"a picture")
    hosted.script("edit", [])
    assert service.apply(ENLARGE, b"a picture").image == picture()


def test_the_command_asks_a_service_and_tells_each_file(hosted: BadService, tmp_path: Path) -> None:
    hosted.script("edit", [WELL, say({"message": "no"}, 422), say({"message": "slow down"}, 429), NO_ANSWER, WELL])
    for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg"):
        save(tmp_path / "in" / name)
    done = run("enlarge", tmp_path / "in", "-o", tmp_path / "out", "--engine", hosted.base)
    assert done.returncode == 1
    assert b"b.jpg: failed." in done.stderr
    assert b"c.jpg: failed. No answer came" in done.stderr  # once the limit of the rate was waited for
    assert sorted(path.name for path in (tmp_path / "out").glob("*.jpg")) == ["a.jpg", "d.jpg"]


def test_a_file_that_no_service_takes_is_refused_before_it_is_sent(hosted: BadService) -> None:
    with pytest.raises(FileFailed, match=r"a file of 12\.1 MB; services take at most 12\."):
        ask(hosted).apply(ENLARGE, bytes(12_100_000))
    assert (hosted.charged, hosted.asked["recipe"]) == (0, 0)


def test_a_check_cannot_be_sent_by_itself(hosted: BadService) -> None:
    with pytest.raises(FileFailed, match=r"Step 1 \(product_check\): This service carries out no recipes"):
        ask(hosted).apply(Recipe((Step("product_check", {}),)), b"a picture")
    assert hosted.charged == 0


def test_layers_are_made_on_this_machine_alone(tmp_path: Path) -> None:
    done = run("psd", save(tmp_path / "a.jpg"), "-o", tmp_path, "--engine", "http://127.0.0.1:1")
    assert (done.returncode, b"on this machine alone" in done.stderr) == (2, True)
