"""The engine's runners are at hand without a database: no row's class is loaded for any of them."""

from __future__ import annotations

import subprocess
import sys

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


def test_every_runner_is_imported_without_an_installed_app() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD_ALL], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True False\n", "")
