"""``bria-studio mcp`` as an assistant uses it: a process, and the SDK's own client at its standard streams."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from PIL import Image

from commandline.options import EDITS
from harness.photos import SAMPLES
from harness.processes import END, command_of, descendants, lives, wait_for
from recipes.model import SUFFIX
from tests.commandline.processes import list_files, run, save

pytest.importorskip("mcp", reason="NOTHING OF bria-studio mcp WAS TESTED: make mcp installs what that needs")

from tests.commandline.assistants import Assistant, assisted

SIDE = 256  # pixels of the portrait
WHITE = {"recipe": 1, "steps": [{"do": "replace_background", "prompt": "white", "original_quality": True}]}


@pytest.fixture(scope="module")
def assistant(folder: Path) -> Iterator[Assistant]:
    with assisted(folder) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures, beside one that is none of the assistant's business."""
    folder = tmp_path_factory.mktemp("assistants") / "photos"
    save(folder / "made.png", 64)
    save(folder / "inner" / "other.png", 64, seed=1)
    save(folder.parent / "outside" / "secret.png", 64, seed=2)
    (folder / "out").symlink_to(folder.parent / "outside")
    (folder / "link.png").symlink_to(folder.parent / "outside" / "secret.png")
    (folder / f"white{SUFFIX}").write_text(json.dumps(WHITE))
    with Image.open(SAMPLES / "astronaut.jpg") as photo:
        photo.crop((100, 0, 100 + SIDE, SIDE)).save(folder / "portrait.png")
    return folder


def open_result(answer: dict[str, Any]) -> Image.Image:
    """The picture that a tool made."""
    with Image.open(answer["result"]) as image:
        image.load()
        return image


def test_every_edit_of_the_command_line_is_a_tool(assistant: Assistant) -> None:
    tools = {tool.name: tool for tool in assistant.list_tools()}
    readers = {"list_pictures", "find_regions", "list_people", "verify_recipe"}
    assert len(tools) == len(EDITS) + len(readers) + 1
    assert {name for name, tool in tools.items() if tool.annotations and tool.annotations.read_only_hint} == readers


def test_pictures_and_recipes_are_listed_without_what_leads_out(assistant: Assistant, folder: Path) -> None:
    answer = assistant.call("list_pictures", folder="inner")
    assert answer == {"pictures": [str(folder / "inner" / "other.png")], "recipes": [], "has_more": False}
    everything = assistant.call("list_pictures")
    assert str(folder / "made.png") in everything["pictures"]
    assert everything["recipes"] == [str(folder / f"white{SUFFIX}")]
    assert not [name for name in everything["pictures"] if "secret" in name or "link" in name]


def test_the_list_goes_on_after_a_name(assistant: Assistant, folder: Path) -> None:
    after = assistant.call("list_pictures", after=str(folder / "made.png"))["pictures"]
    assert str(folder / "portrait.png") in after
    assert str(folder / "inner" / "other.png") not in after


def test_a_region_is_found_by_name_and_erased_by_its_id(assistant: Assistant, folder: Path) -> None:
    found = assistant.call("find_regions", picture="made.png")
    assert (found["width"], found["height"]) == (64, 64)
    assert assistant.told == sorted(set(assistant.told))
    names = [region["name"] for region in found["regions"]]
    assert len(set(names)) == len(names)
    first = found["regions"][0]
    assert first["colour"].startswith("#")
    answer = assistant.call("erase", picture="made.png", region_ids=[first["id"]])
    assert answer["result"] == str(folder / "made-erase.png")
    assert open_result(answer).size == (64, 64)


def test_an_area_is_erased_by_a_box_and_nothing_outside_of_it_changes(assistant: Assistant, folder: Path) -> None:
    box = {"left": 25, "top": 25, "width": 25, "height": 25, "unit": "percent"}
    made = open_result(assistant.call("erase", picture="made.png", box=box, suffix="-box"))
    with Image.open(folder / "made.png") as before:
        assert made.crop((0, 0, 64, 15)).tobytes() == before.crop((0, 0, 64, 15)).tobytes()
        assert made.crop((16, 16, 32, 32)).tobytes() != before.crop((16, 16, 32, 32)).tobytes()


def test_what_a_rule_finds_is_erased(assistant: Assistant) -> None:
    assert open_result(assistant.call("erase", picture="portrait.png", rule="faces", suffix="-rule")).width == SIDE


def test_a_rule_that_finds_nothing_says_so(assistant: Assistant) -> None:
    notes = assistant.call("erase", picture="made.png", rule="faces", suffix="-nobody")["notes"]
    assert notes == ["Step 1 (erase): Nothing was found, so that nothing was done."]


@pytest.mark.parametrize(
    ("tool", "given", "size"),
    [
        ("cutout", {}, (SIDE, SIDE)),
        ("blur_background", {"scale": 2}, (SIDE, SIDE)),
        ("replace_background", {"prompt": "white"}, (SIDE, SIDE)),
        ("replace_background", {"background": "made.png", "suffix": "-made"}, (SIDE, SIDE)),
        ("crop", {}, None),
        ("change_people", {"who": "largest", "changes": {"age": "mid-60"}}, (SIDE, SIDE)),
        ("hide_faces", {"method": "fill"}, (SIDE, SIDE)),
    ],
)
def test_a_portrait_is_edited(
    assistant: Assistant, folder: Path, tool: str, given: dict[str, Any], size: tuple[int, int] | None
) -> None:
    made = open_result(assistant.call(tool, picture="portrait.png", **given))
    assert size in (made.size, None)
    with Image.open(folder / "portrait.png") as before:
        assert made.tobytes() != before.tobytes()


def test_a_picture_is_enlarged_into_another_folder_and_format(assistant: Assistant, folder: Path) -> None:
    answer = assistant.call("enlarge", picture="made.png", by=2, fast=True, folder="results/new", format="jpeg")
    assert answer["result"] == str(folder / "results" / "new" / "made.jpg")
    assert open_result(answer).size == (128, 128)


def test_a_picture_is_expanded(assistant: Assistant) -> None:
    given = {"canvas_size": [96, 64], "image_size": [64, 64], "image_location": [16, 0], "prompt": "white"}
    assert open_result(assistant.call("expand", picture="made.png", **given)).size == (96, 64)


def test_one_person_is_changed_by_id(assistant: Assistant) -> None:
    (person,) = assistant.call("list_people", picture="portrait.png")["people"]
    assert person["name"] == "person, centre"
    given = {"who": [person["id"]], "changes": {"glasses": person["can_change"]["glasses"][0]}}
    assert open_result(assistant.call("change_people", picture="portrait.png", suffix="-id", **given)).width == SIDE


def test_a_recipe_is_carried_out_and_proven(assistant: Assistant) -> None:
    name = f"white{SUFFIX}"
    answer = assistant.call("run_recipe", recipe=name, picture="portrait.png")
    proof = assistant.call("verify_recipe", recipe=name, original="portrait.png", result=answer["result"])
    assert proof["proven"]
    other = assistant.call("verify_recipe", recipe=WHITE, original="portrait.png", result="portrait.png")
    assert not other["proven"]


NOT_THERE = ("There is no such file.", "File name too long.")
ESCAPES = [
    "../outside/secret.png",
    "inner/../../outside/secret.png",
    "out/secret.png",
    "link.png",
    "/etc/passwd",
    "~/secret.png",
    "made.png\n../../outside/secret.png",
    "made.png\0",
    "",
    "x" * 5000,
]


@pytest.mark.parametrize("name", [*ESCAPES, "{outside}"])
def test_no_name_leads_out_of_the_folders(assistant: Assistant, folder: Path, name: str) -> None:
    name = name.format(outside=folder.parent / "outside" / "secret.png")
    before = list_files(folder.parent)
    for tool, given in (
        ("find_regions", {"picture": name}),
        ("replace_background", {"picture": "made.png", "background": name, "suffix": "-escape"}),
        ("run_recipe", {"picture": "made.png", "recipe": name, "suffix": "-escape"}),
    ):
        said = assistant.refused(tool, **given)
        assert said.endswith(("is not below a folder that this server was started with.", *NOT_THERE))
        assert len(said) < 400
    assert list_files(folder.parent) == before


@pytest.mark.parametrize("given", [{"folder": "out"}, {"folder": ".."}, {"folder": "/tmp"}, {"suffix": "/../../x"}])
def test_no_result_goes_out_of_the_folders(assistant: Assistant, folder: Path, given: dict[str, str]) -> None:
    before = list_files(folder.parent)
    assistant.refused("enlarge", picture="made.png", fast=True, **given)
    assert list_files(folder.parent) == before


def test_nothing_is_overwritten(assistant: Assistant, folder: Path) -> None:
    before = (folder / "made.png").read_bytes()
    said = assistant.refused("enlarge", picture="made.png", fast=True, suffix="")
    assert "made.png is there already; nothing is overwritten." in said
    assert (folder / "made.png").read_bytes() == before


def test_a_result_is_written_through_no_link(assistant: Assistant, folder: Path) -> None:
    (folder / "made-linked.png").symlink_to(folder.parent / "outside" / "new.png")
    assert "there already" in assistant.refused("enlarge", picture="made.png", fast=True, suffix="-linked")
    assert not (folder.parent / "outside" / "new.png").exists()


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("paint", {}, "There is no such tool; there are: list_pictures, "),
        ("find_regions", {}, "'picture' is a required property."),
        ("find_regions", {"picture": 3}, "picture: 3 is not of type 'string'."),
        ("find_regions", {"picture": "none.png"}, "“none.png”: There is no such file."),
        ("find_regions", {"picture": "inner"}, "“inner”: It is neither a file nor a folder."),
        ("find_regions", {"picture": f"white{SUFFIX}"}, "It is no picture."),
        ("erase", {"picture": "made.png"}, "Say what is meant by one of region_ids, rule, box."),
        ("erase", {"picture": "made.png", "region_ids": [60000], "suffix": "-x"}, "This image has no mask 60000."),
        ("erase", {"picture": "made.png", "rule": "sky", "suffix": "-x"}, "There is no rule 'sky' for 'mask'"),
        ("erase", {"picture": "made.png", "at": 3, "rule": "faces"}, "('at' was unexpected)."),
        ("replace_background", {"picture": "made.png"}, "by one of prompt, background."),
        ("enlarge", {"picture": "made.png", "by": 3}, "by: 3 is not one of [2, 4]."),
        ("run_recipe", {"picture": "made.png", "recipe": {"recipe": 9}}, "The recipe is of version 9 of the format"),
        ("run_recipe", {"picture": "made.png", "recipe": "made.png"}, "The file is no recipe"),
        ("enlarge", {"picture": "made.png", "folder": "portrait.png"}, "“portrait.png”: It is no folder."),
    ],
)
def test_what_makes_no_sense_is_one_sentence(assistant: Assistant, tool: str, given: dict[str, Any], said: str) -> None:
    assert said in assistant.refused(tool, **given)


def test_a_call_that_is_cancelled_ends_its_process_and_leaves_nothing(assistant: Assistant, folder: Path) -> None:
    save(folder / "large.png", 3000)
    assistant.call("find_regions", picture="made.png")
    before, workers = list_files(folder), list_workers()

    async def begin_and_cancel() -> None:
        async with anyio.create_task_group() as group:

            async def cancel(progress: float, total: float | None, message: str | None) -> None:
                group.cancel_scope.cancel()

            given = {"picture": "large.png", "box": {"left": 5, "top": 5, "width": 900, "height": 900}}
            await assistant.client.call_tool("erase", given, progress_callback=cancel)
            pytest.fail("It was not cancelled.")

    assistant.portal.call(begin_and_cancel)
    assert assistant.call("find_regions", picture="made.png")["regions"]
    assert not workers & list_workers()
    assert list_files(folder) == before


def test_nothing_is_left_running_once_the_assistant_is_gone(tmp_path: Path) -> None:
    save(tmp_path / "a.png")
    before = list_workers()
    with assisted(tmp_path) as assistant:
        assistant.call("enlarge", picture="a.png", fast=True)
        (worker,) = list_workers() - before
    wait_for(lambda: not lives(worker), END, "the end of the worker")


def list_workers() -> set[int]:
    """The processes below this one that read pictures for a server."""
    return {pid for pid in descendants(os.getpid()) if "assistants.worker" in command_of(pid)}


def test_a_folder_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    done = run("mcp", tmp_path / "none")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"bria-studio: {tmp_path / 'none'} is no folder.\n"
