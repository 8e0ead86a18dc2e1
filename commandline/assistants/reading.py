"""Tools that write nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from anyio import to_thread

from commandline import sources
from commandline.assistants.calls import Answer, Call, Given
from commandline.assistants.folders import is_text
from commandline.assistants.jobs import FindPeople, FindRegions, Verify
from commandline.kinds import promised_format
from commandline.sources import Source
from recipes.model import SUFFIX

MOST_LISTED = 1000  # files in one answer


async def list_pictures(call: Call, given: Given) -> Answer:
    """Pictures and recipes by their names, in order."""
    roots = [call.folders.find_folder(given["folder"])] if "folder" in given else [*call.folders.roots]
    after = given.get("after", "")
    found = await to_thread.run_sync(lambda: list(islice(find_files(roots, after), MOST_LISTED + 1)))
    listed = [str(source.path) for source in found[:MOST_LISTED]]
    return {
        "pictures": [name for name in listed if not name.endswith(SUFFIX)],
        "recipes": [name for name in listed if name.endswith(SUFFIX)],
        "has_more": len(found) > MOST_LISTED,
    }


def find_files(roots: list[Path], after: str) -> Iterator[Source]:
    """What the command line would take in these folders, as far as its name tells, and recipes, ``after`` one name."""
    files = (source for source in sources.find([str(root) for root in roots]) if not source.fault and is_meant(source))
    if not after:
        yield from files
        return
    for source in files:
        if str(source.path) == after:
            break
    yield from files


def is_meant(source: Source) -> bool:
    """Whether a file is called as pictures or recipes are, by a name that can be said."""
    name = source.path.name
    return bool(promised_format(name) or name.endswith(SUFFIX)) and is_text(str(source.path))


async def find_regions(call: Call, given: Given) -> Answer:
    """What can be selected in a picture."""
    answer: Answer = await call.ask(FindRegions(call.folders.find_file(given["picture"])))
    return answer


async def list_people(call: Call, given: Given) -> Answer:
    """The people in a picture."""
    answer: Answer = await call.ask(FindPeople(call.folders.find_file(given["picture"])))
    return answer


async def verify_recipe(call: Call, given: Given) -> Answer:
    """Whether a recipe made a result of an original."""
    original, result = (call.folders.find_file(given[name]) for name in ("original", "result"))
    answer: Answer = await call.ask(Verify(call.read_recipe(given["recipe"]), original, result))
    return answer
