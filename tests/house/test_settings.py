"""Every variable that is read from the environment is explained to those who set it."""

from __future__ import annotations

import re

from tests.house.files import ROOT, python_files

READ = re.compile(r"""\benv_(?:str|bool|int|list|secret|text)\(\s*"([A-Z_]+)\"""")


def test_every_variable_that_is_read_is_in_the_readme() -> None:
    names = {
        name
        for path in python_files("briastudio", "editor", "bria", "engine")
        for name in READ.findall(path.read_text())
    }
    assert {"PORT", "STUDIO_DATA", "BRIA_API_TOKEN"} <= names
    readme = (ROOT / "README.md").read_text()
    assert not [name for name in sorted(names) if f"`{name}`" not in readme]
