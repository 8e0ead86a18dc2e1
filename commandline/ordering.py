"""What was typed as an order: which pictures, what is done with them, where results go."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from commandline import batch, manifests
from commandline.batch import Order
from commandline.engines import EMBEDDED
from commandline.errors import BadUse
from commandline.kinds import promised_format
from commandline.options import EDITS, make_recipe
from commandline.outputs import Naming, choose_target
from commandline.sources import STANDARD
from commandline.work import Work
from imagefiles.encoding import SUFFIXES, writable_formats
from recipes import reading
from recipes.errors import RecipeError
from recipes.model import Recipe, Step

# Operations whose results need transparency, unless the background is kept.
TRANSPARENT = {
    *(edit.slug for edit in EDITS.values() if edit.is_transparent),
    *("remove_background_guided", "product_cutout"),
}


def carry_out(typed: Namespace) -> int:
    """Do ``run``, ``psd``, or a command of one step.

    Raises:
        BadUse: it makes no sense.
    """
    return batch.carry_out(read_order(typed))


def read_order(typed: Namespace) -> Order:
    """The order.

    Raises:
        BadUse: it makes no sense.
    """
    refuse_contradictions(typed)
    recipe = read_recipe(typed)
    target, is_file = choose_target(typed.out, typed.inputs)
    format = choose_written(typed, target if is_file else None)
    naming = Naming(
        target,
        is_file,
        typed.suffix,
        format,
        ".psd" if typed.command == "psd" else "",
        is_transparent=recipe is not None and any(map(needs_transparency, recipe.steps)),
    )
    return Order(
        inputs=typed.inputs,
        naming=naming,
        work=make_work(typed, recipe, format),
        engine=typed.engine,
        jobs=typed.jobs,
        is_resumed=typed.resume,
        is_watched=typed.watch,
        is_dry=typed.dry_run,
        is_json=typed.json,
    )


def needs_transparency(step: Step) -> bool:
    """Whether what a step makes may be a cut-out."""
    return step.do in TRANSPARENT and not step.fields.get("keep_background")


def make_work(typed: Namespace, recipe: Recipe | None, format: str) -> Work:
    """What is done with every picture.

    Raises:
        BadUse: it cannot be signed as asked.
    """
    if typed.command == "psd":
        return Work(recipe, is_layered=True)
    signing = manifests.read_signing(*typed.c2pa) if typed.c2pa else None
    return Work(recipe, format, typed.quality, signing=signing, lists_faces=wants_faces_listed(typed))


def wants_faces_listed(typed: Namespace) -> bool:
    """Whether faces are only to be looked for, to be checked before any is hidden."""
    return typed.command == "faces" and bool(typed.dry_run)


def refuse_contradictions(typed: Namespace) -> None:
    """Refuse what cannot be had together.

    Raises:
        BadUse: as said.
    """
    if typed.inputs.count(STANDARD) > 1:
        raise BadUse("Standard input can be read once.")
    if typed.json and typed.out == STANDARD:
        raise BadUse("--json needs standard output for itself; name a file or a folder.")
    if "/" in typed.suffix or "\0" in typed.suffix:
        raise BadUse("--suffix is part of a name: it holds no “/”.")
    if typed.watch and not any(Path(name).is_dir() for name in typed.inputs):
        raise BadUse("--watch needs a folder to watch.")
    if typed.engine != EMBEDDED and typed.command == "psd":
        raise BadUse("psd works on this machine alone, without --engine.")
    if typed.engine != EMBEDDED and wants_faces_listed(typed):
        raise BadUse("faces --dry-run looks for faces on this machine alone, without --engine.")
    if typed.engine != EMBEDDED and not typed.engine.startswith(("http://", "https://")):
        raise BadUse(f"--engine is “{EMBEDDED}” or an address that begins with https://.")


def read_recipe(typed: Namespace) -> Recipe | None:
    """The recipe in the file that was named, or the one that the options make; None for ``psd``.

    Raises:
        BadUse: there is none.
    """
    if typed.command == "psd":
        return None
    if typed.command != "run":
        return make_recipe(EDITS[typed.command], typed)
    return read_recipe_file(Path(typed.recipe))


def read_recipe_file(path: Path) -> Recipe:
    """The recipe in a file, of which no more is read than a recipe may have.

    Raises:
        BadUse: there is none.
    """
    try:
        with path.open("rb") as file:
            text = file.read(reading.MOST_BYTES + 1)
            size = path.stat().st_size
    except OSError as error:
        raise BadUse(f"{path} cannot be read: {error.strerror}.") from None
    if size > reading.MOST_BYTES:
        most = reading.MOST_BYTES // 1_000_000
        raise BadUse(f"{path}: The file has {size / 1e6:.0f} MB; a recipe has at most {most}.")
    try:
        return reading.read(text)
    except RecipeError as error:
        raise BadUse(f"{path}: {error}") from None


def choose_written(typed: Namespace, file: Path | None) -> str:
    """The format that results are written in; empty: as they came.

    Raises:
        BadUse: it cannot be written.
    """
    if typed.command == "psd":
        if file and file.suffix.lower() != ".psd":
            raise BadUse(f"{file} must end with .psd.")
        return ""
    promised = promised_format(file.name) if file else ""
    asked = typed.format.upper() if typed.format else promised
    if file and typed.format and promised and asked != promised:
        raise BadUse(f"{file} does not end as a file of --format {typed.format} does.")
    if asked and (asked not in SUFFIXES or asked not in writable_formats()):
        raise BadUse(f"{asked} cannot be written here; --format names what can.")
    return asked
