"""``manage.py models``: the small models that come with the studio, and those of the catalogue."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engine.model_installation import PATIENT, Installer
from engine.weights import bundled, carriers, specs, trials
from engine.weights.catalogue import CATALOGUE, CatalogueModel
from engine.weights.errors import WeightsError

TOLD_SHARE = 0.1  # of a download, after which it is said how far it is


class Command(BaseCommand):
    """Lists models, fetches the installation's, and adds, tries and removes those of the catalogue."""

    help = "List the engine's models; fetch the weights of the small ones, which make does; add one of the catalogue."
    requires_system_checks: list[str] = []  # damaged weights are what this mends
    catalogue: Sequence[CatalogueModel] = CATALOGUE
    policy = PATIENT

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with which model."""
        parser.add_argument("action", choices=("list", "fetch", "add", "check", "remove"))
        parser.add_argument("name", nargs="?", help="a model of the catalogue, for add and remove")
        parser.add_argument("--yes", action="store_true", help="download without asking")
        parser.add_argument("--replace", action="store_true", help="in the place of the model that does its task now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: it cannot be done, or nobody wants it.
        """
        actions = {"list": self.list, "fetch": self.fetch, "check": self.check_models}
        try:
            if options["action"] in actions:
                actions[options["action"]]()
            elif options["action"] == "add":
                self.add(self.find(options["name"]), yes=options["yes"], replace=options["replace"])
            else:
                self.remove(self.find(options["name"]))
        except WeightsError as error:
            raise CommandError(str(error)) from None

    @property
    def installer(self) -> Installer:
        """Installs in the data folder."""
        samples = Path(settings.BASE_DIR) / "static" / "samples"
        return Installer(Path(settings.STUDIO_MODELS), samples, settings.STUDIO_MODEL_THREADS, self.policy)

    def find(self, name: str | None) -> CatalogueModel:
        """The model of the catalogue called ``name``.

        Raises:
            CommandError: there is none.
        """
        for model in self.catalogue:
            if model.name == name:
                return model
        names = ", ".join(model.name for model in self.catalogue)
        raise CommandError(f"{'Say which' if name is None else f'There is no {name}'}: {names}.")

    def list(self) -> None:
        """One line for each file of weights and each model of the catalogue."""
        missing = {weights.name for weights in bundled.list_missing(settings.STUDIO_WEIGHTS)}
        for weights in bundled.WEIGHTS:
            state = "missing" if weights.name in missing else "installed"
            self.stdout.write(f"{weights.name:20} {state:10} {weights.licence:11} {weights.does}. {weights.credit}")
        in_use = {spec.path.name for spec in specs.read(settings.STUDIO_MODELS).values()}
        for model in self.catalogue:
            state = "in use" if model.filename in in_use else "to be added"
            self.stdout.write(
                f"{model.name:20} {state:11} {model.licence:11} {megabytes(model.size)}, {model.task}: {model.does}. "
                f"{model.credit}. {model.data}"
            )

    def fetch(self) -> None:
        """Bring what is missing or damaged of the installation's weights."""
        fetched = carriers.fetch(settings.STUDIO_WEIGHTS)
        names = ", ".join(weights.name for weights in fetched)
        self.stdout.write(f"Fetched into {settings.STUDIO_WEIGHTS}: {names or 'nothing, all was there'}")

    def add(self, model: CatalogueModel, *, yes: bool, replace: bool) -> None:
        """Download a model of the catalogue, try it, and have the engine use it.

        Raises:
            WeightsError: it cannot be had or used.
            CommandError: nobody wants it, or it was stopped.
        """
        self.stdout.write(f"{model.name} {model.does}: {model.credit}.")
        self.stdout.write(f"{megabytes(model.size)} from {model.url}")
        self.stdout.write(f"Licence: {model.licence}. {model.data}")
        conflict = self.installer.find_conflict(model)
        if conflict and not replace:
            self.ask(f"{model.task} is done by {conflict} now. Replace it?", answered=False if yes else None)
        self.ask("Download it?", answered=True if yes else None)
        try:
            measured = self.installer.add(model, Meter(self, model.size).tell)
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was downloaded is kept; add it again to go on.") from None
        self.stdout.write(f"Tried. {measured}")
        self.stdout.write(f"{model.name} is in use for {model.task}; a studio that runs takes it from now on.")

    def ask(self, question: str, *, answered: bool | None) -> None:
        """Go on only where a person says yes, unless that was ``answered`` beforehand.

        Raises:
            CommandError: the answer is another one.
        """
        if answered is None:
            try:
                answered = input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
            except EOFError:
                answered = False
        if not answered:
            raise CommandError(f"{question} No: everything is as it was.")

    def check_models(self) -> None:
        """Try every model that is in use.

        Raises:
            CommandError: one does not do what it should.
        """
        found = specs.read(settings.STUDIO_MODELS)
        problems = []
        for task, spec in found.items():
            try:
                measured = trials.try_model(spec, self.installer.samples, settings.STUDIO_MODEL_THREADS)
                self.stdout.write(f"{task}, {spec.path.name}: right. {measured}")
            except WeightsError as error:
                problems.append(str(error))
        if problems:
            raise CommandError("\n".join(problems))
        if not found:
            self.stdout.write("No models are described; the engine works by its own methods.")

    def remove(self, model: CatalogueModel) -> None:
        """Take a model of the catalogue away."""
        if self.installer.remove(model):
            self.stdout.write(f"{model.name} was removed; {model.task} is done as it was without it.")
        else:
            self.stdout.write(f"{model.name} is not installed.")


class Meter:
    """Says now and then how far a download of ``size`` bytes is."""

    def __init__(self, command: BaseCommand, size: int) -> None:
        self.command, self.size, self.told = command, size, 0.0

    def tell(self, done: int) -> None:
        """``done`` bytes are there."""
        if done / self.size >= self.told + TOLD_SHARE or done == self.size:
            self.told = done / self.size
            self.command.stdout.write(f"{megabytes(done)} of {megabytes(self.size)}")


def megabytes(size: int) -> str:
    """A number of bytes as a person reads it."""
    return f"{size / 1e6:.1f} MB"
