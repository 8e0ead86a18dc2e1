"""What a call of a tool works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commandline.assistants.folders import Folders
from commandline.assistants.jobs import Job
from commandline.assistants.process import EngineProcess, Tell
from commandline.errors import BadUse
from commandline.ordering import read_recipe_file
from recipes import reading
from recipes.errors import RecipeError
from recipes.model import Recipe

Given = Mapping[str, Any]  # the arguments of a call, which its tool's schema has let through
Answer = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """The folders, the engine's process, and ``tell``, by which whoever called is told how far it is."""

    folders: Folders
    process: EngineProcess
    tell: Tell

    async def ask(self, job: Job) -> Any:
        """What comes of a job.

        Raises:
            FileFailed: it was not done, and why.
        """
        return await self.process.carry_out(job, self.tell)

    def read_recipe(self, given: str | dict[str, Any]) -> Recipe:
        """A recipe, given as the name of its file or as it stands.

        Raises:
            BadUse: there is none.
        """
        if isinstance(given, str):
            return read_recipe_file(self.folders.find_file(given))
        try:
            return reading.read_object(given)
        except RecipeError as error:
            raise BadUse(str(error)) from None
