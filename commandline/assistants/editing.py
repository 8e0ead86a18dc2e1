"""Tools that make a result: a recipe out of a call, and a new file out of its picture."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from anyio import to_thread

from commandline import options, outputs, work
from commandline.assistants.calls import Answer, Call, Given
from commandline.assistants.folders import Folders
from commandline.assistants.jobs import Edit
from commandline.errors import BadUse
from commandline.options import Box
from commandline.ordering import needs_transparency
from commandline.outputs import Naming
from commandline.sources import Source
from commandline.work import Done, Task, Work
from imagefiles.encoding import writable_formats
from recipes.model import Embedded, Ids, Recipe, Rule, Step

MARKS = ("region_ids", "rule", "box")


async def run_recipe(call: Call, given: Given) -> Answer:
    """A recipe's result."""
    return await make_result(call, given, call.read_recipe(given["recipe"]), "recipe")


async def edit_picture(tool: str, edit: options.Edit, call: Call, given: Given) -> Answer:
    """The result of the command line's ``edit``, which the ``tool`` is named for."""
    asked = {option.field: given[name] for option in edit.options if (name := option.name or option.field) in given}
    fields = {**edit.fixed, **asked}
    if edit.needs_mark:
        fields["mask"] = read_mark(given)
    if edit.slug == "create":
        fields |= read_people(given)
    if edit.slug == "replace_background":
        fields |= read_backdrop(call.folders, given)
    return await make_result(call, given, Recipe((Step(edit.slug, fields),)), tool)


def read_mark(given: Given) -> Any:
    """What is to be worked on.

    Raises:
        BadUse: nothing is named, or more than one thing.
    """
    named = [name for name in MARKS if name in given]
    if len(named) != 1:
        raise BadUse(f"Say what is meant by one of {', '.join(MARKS)}.")
    if "region_ids" in given:
        return Ids(tuple(given["region_ids"]))
    if "rule" in given:
        return Rule(given["rule"], given.get("at_least", 0.0), given.get("at_most", 1.0))
    sides = given["box"]
    left, top, width, height = (float(sides[side]) for side in ("left", "top", "width", "height"))
    return Box((left, top, width, height), is_share=sides.get("unit") == "percent")


def read_people(given: Given) -> dict[str, Any]:
    """Who is changed, and how."""
    who, actions = given["who"], given["changes"]
    if isinstance(who, str):
        return {"people": Rule(who), "actions": actions}
    return {"changes": [{"id": person, "actions": actions} for person in who]}


def read_backdrop(folders: Folders, given: Given) -> dict[str, Any]:
    """What comes behind the subject, at the picture's own size.

    Raises:
        BadUse: nothing, or two things, or a file that cannot be used.
    """
    if ("prompt" in given) == ("background" in given):
        raise BadUse("Say what comes behind the subject by one of prompt, background.")
    if "prompt" in given:
        return {"original_quality": True}
    data, _ = work.read_file(folders.find_file(given["background"]))
    return {"original_quality": True, "ref_images": Embedded(data)}


async def make_result(call: Call, given: Given, recipe: Recipe, tool: str) -> Answer:
    """Carry a recipe out on a picture, and put the result in place.

    Raises:
        CommandError: it was not done, and why; nothing is written then.
    """
    picture = call.folders.find_file(given["picture"])
    naming = choose_naming(call.folders, picture, given, recipe, tool)
    planned = naming.name(Source(picture, is_named=True))
    refuse_taken(naming.place(planned))
    wanted = Work(recipe, naming.asked, given.get("quality"))
    done: Done = await call.ask(Edit(Task(picture, planned, is_named=True), wanted))
    path = naming.place(naming.rename(planned, done.suffix))
    await to_thread.run_sync(outputs.put_new, path, done.data)
    return {"result": str(path), "notes": list(done.notes)}


def choose_naming(folders: Folders, picture: Path, given: Given, recipe: Recipe, tool: str) -> Naming:
    """Where the result goes: into the folder that was named under the picture's own name, or beside the picture under
    one that tells the tool.

    Raises:
        BadUse: the folder cannot be used, or the format not be written.
    """
    folder = folders.find_folder(given["folder"]) if "folder" in given else picture.parent
    ending = "" if "folder" in given else f"-{tool.replace('_', '-')}"
    asked = given.get("format", "").upper()
    if asked and asked not in writable_formats():
        raise BadUse(f"{asked} cannot be written here.")
    is_transparent = any(map(needs_transparency, recipe.steps))
    return Naming(folder, False, given.get("suffix", ending), asked, is_transparent=is_transparent)


def refuse_taken(path: Path) -> None:
    """Refuse a result's name that something has, before anything is computed.

    Raises:
        BadUse: something has.
    """
    if os.path.lexists(path):
        raise BadUse(f"{path} is there already; nothing is overwritten. Say another suffix or folder.")
