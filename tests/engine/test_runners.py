"""The engine's runners, and recipes by them, are at hand without a database: no row's class is loaded for them."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np

from engine.recipes.run import apply
from harness.images import png
from recipes.reading import read_object
from tests.house.files import ROOT

LOAD_ALL = """
import importlib, pkgutil, sys
from django.conf import settings
settings.configure()
import engine.runners
for module in pkgutil.iter_modules(engine.runners.__path__):
    importlib.import_module(f"engine.runners.{module.name}")
print("engine.runners.erase" in sys.modules, "engine.models" in sys.modules)
"""

APPLY = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(
    STORAGES={"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}},
    RESULT_PIXELS=1_000_000, STUDIO_MODERATION="",
    STUDIO_MODELS="none", STUDIO_MODEL_THREADS=1, STUDIO_WEIGHTS=Path("none"),
)
from engine.recipes.run import apply
from recipes.reading import read
applied = apply(read(sys.argv[1].encode()), sys.stdin.buffer.read())
print(applied.steps[0].done, "engine.models" in sys.modules, applied.recipe.output.sha256)
"""


def test_every_runner_is_imported_without_an_installed_app() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD_ALL], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True False\n", "")


def test_a_recipe_needs_no_database_no_app_and_no_folder() -> None:
    photo = png(np.random.default_rng(0).integers(90, 99, (40, 60, 3)).astype(np.uint8))
    step = {"do": "erase", "mask": {"runs": {"width": 60, "height": 40, "counts": "1210 20 40 20 1110"}}}
    recipe = {"recipe": 1, "steps": [step]}
    done = subprocess.run([sys.executable, "-c", APPLY, json.dumps(recipe)], cwd=ROOT, capture_output=True, input=photo)
    here = apply(read_object(recipe), photo).recipe.output
    assert here and done.stdout.decode() == f"True False {here.sha256}\n", done.stderr.decode()
