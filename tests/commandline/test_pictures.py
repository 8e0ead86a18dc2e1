"""One picture's file, opened and written again."""

from __future__ import annotations

from pathlib import Path

import pytest

from commandline import pictures
from commandline.carriers import Made
from harness.images import open_image
from tests.commandline.processes import save


@pytest.mark.parametrize("name", ["a.png", "a.webp"])
def test_the_png_of_an_engine_is_the_result_to_the_byte_where_nothing_is_to_be_written_into_it(
    tmp_path: Path, name: str
) -> None:
    made = save(tmp_path / "made.png", seed=1, compress_level=1).read_bytes()
    opened = pictures.open_picture(save(tmp_path / name).read_bytes(), is_named=True)
    assert pictures.write(opened, Made(made), "PNG", None)[0] == made


def test_what_a_file_says_is_written_into_its_result(tmp_path: Path) -> None:
    made = save(tmp_path / "made.png", seed=1).read_bytes()
    opened = pictures.open_picture(save(tmp_path / "a.png", dpi=(300, 300)).read_bytes(), is_named=True)
    data, suffix = pictures.write(opened, Made(made), "", None)
    assert suffix == ""
    assert round(open_image(data).info["dpi"][0]) == 300
