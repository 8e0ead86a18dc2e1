"""Installing models of a catalogue: downloaded, compared, tried, described; and what stops it."""

from __future__ import annotations

import resource
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site

from bria.connections import Policy
from engine.model_installation import Installer
from engine.weights import specs
from engine.weights.catalogue import CATALOGUE, CatalogueModel
from engine.weights.errors import WeightsError
from engine.weights.registry import Registry
from engine.weights.specs import Task
from tests.bria.fakes import page
from tests.engine import model_server
from tests.engine.model_server import LOOPBACK, Release, noise, releasing

SAMPLES = Path(site.BASE_DIR) / "static" / "samples"
MINE = """# mine
[faces]  # by hand
path = "faces.onnx"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
licence = "CC0-1.0"
"""


@pytest.fixture
def release() -> Iterator[Release]:
    with releasing(
        mean=model_server.INPAINT_MEAN,
        inverted=model_server.INVERTED,
        stripe=model_server.MATTE_STRIPE,
        round=model_server.SEGMENT_ROUND,
        outside=model_server.SEGMENT_OUTSIDE,
        noise=noise(100_000),
    ) as files:
        yield files


def installer(folder: Path, **more: Any) -> Installer:
    return Installer(folder, SAMPLES, **{"threads": 1, "policy": LOOPBACK, **more})


def add(folder: Path, model: CatalogueModel, **more: Any) -> list[int]:
    """Install ``model``; how many bytes were told to be there, time after time."""
    told: list[int] = []
    installer(folder, **more).add(model, told.append)
    return told


def refusal(folder: Path, model: CatalogueModel, **more: Any) -> str:
    """Why ``model`` is not installed."""
    with pytest.raises(WeightsError) as caught:
        add(folder, model, **more)
    return str(caught.value)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("name", "task", "settings"),
    [("mean", "inpaint", {}), ("stripe", "matte", {}), ("round", "segment", {"values": "logits"})],
)
def test_what_does_its_task_is_installed(
    release: Release, tmp_path: Path, name: str, task: Task, settings: dict[str, Any]
) -> None:
    model = release.model(name, task, settings=settings)
    assert add(tmp_path, model)[-1] == model.size
    assert names(tmp_path) == sorted([f"{name}.onnx", "models.toml"])
    registry = Registry(tmp_path)
    assert list(registry.specs) == [task] and registry.problems() == []


@pytest.mark.parametrize(
    ("name", "task", "settings", "words"),
    [
        ("inverted", "inpaint", {}, "differs from what is around it"),
        ("mean", "inpaint", {"hole": 0}, "differs from what is around it"),
        ("mean", "inpaint", {"values": "levels"}, "differs from what is around it"),
        ("stripe", "matte", {"values": "levels"}, "0% opaque"),
        ("outside", "segment", {"values": "logits"}, "nothing that holds the point"),
        ("stripe", "inpaint", {}, "4 channels"),
        ("noise", "matte", {}, "onnxruntime cannot open it"),
    ],
)
def test_what_does_something_else_is_refused_and_all_is_as_it_was(
    release: Release, tmp_path: Path, name: str, task: Task, settings: dict[str, Any], words: str
) -> None:
    (tmp_path / "models.toml").write_text(MINE)
    assert words in refusal(tmp_path, release.model(name, task, settings=settings))
    assert names(tmp_path) == ["models.toml"] and (tmp_path / "models.toml").read_text() == MINE


def test_what_was_described_before_stays(release: Release, tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text(MINE)
    add(tmp_path, release.model("mean"))
    add(tmp_path, release.model("stripe", "matte"))
    text = (tmp_path / "models.toml").read_text()
    assert text.startswith(MINE) and list(tomllib.loads(text)) == ["faces", "inpaint", "matte"]


def test_the_model_before_it_gives_way(release: Release, tmp_path: Path) -> None:
    before = '[inpaint]\npath = "old.onnx"\nsha256 = "x"\nlicence = "?"\n\n'
    (tmp_path / "models.toml").write_text(before + MINE)
    model = release.model("mean")
    assert installer(tmp_path).find_conflict(model) == "old.onnx"
    add(tmp_path, model)
    assert installer(tmp_path).find_conflict(model) == ""
    text = (tmp_path / "models.toml").read_text()
    assert MINE in text and tomllib.loads(text)["inpaint"]["path"] == "mean.onnx"


def test_a_description_that_cannot_be_read_is_told_before_anything_is_downloaded(
    release: Release, tmp_path: Path
) -> None:
    (tmp_path / "models.toml").write_text("[inpaint")
    assert "cannot be read" in refusal(tmp_path, release.model("mean"))
    assert release.asked == []


def test_a_layout_that_cannot_be_changed_is_left_alone(release: Release, tmp_path: Path) -> None:
    dotted = 'matte.path = "a"\nmatte.sha256 = "b"\nmatte.licence = "c"\n'
    (tmp_path / "models.toml").write_text(dotted)
    assert "change it by hand" in refusal(tmp_path, release.model("stripe", "matte"))
    assert (tmp_path / "models.toml").read_text() == dotted and names(tmp_path) == ["models.toml"]


def test_another_file_than_expected_is_deleted(release: Release, tmp_path: Path) -> None:
    words = refusal(tmp_path, release.model("mean", sha256="0" * 64))
    assert "its SHA-256 is" in words and "It was deleted" in words
    assert names(tmp_path) == []


def test_a_longer_file_than_expected_is_not_taken(release: Release, tmp_path: Path) -> None:
    assert "larger than" in refusal(tmp_path, release.model("noise", size=10))


def test_a_download_that_broke_off_goes_on(release: Release, tmp_path: Path) -> None:
    model, release.cut = release.model("mean"), 100
    assert "try again to go on" in refusal(tmp_path, model)
    assert (tmp_path / "mean.onnx.part").stat().st_size == 100
    add(tmp_path, model)
    assert release.asked == ["", "bytes=100-"]


def test_where_a_server_cannot_go_on_it_begins_again(release: Release, tmp_path: Path) -> None:
    release.has_ranges = False
    (tmp_path / "mean.onnx.part").write_bytes(b"something else")
    add(tmp_path, release.model("mean"))
    assert release.asked == ["bytes=14-"]


def test_what_was_downloaded_in_full_is_not_downloaded_again(release: Release, tmp_path: Path) -> None:
    (tmp_path / "mean.onnx.part").write_bytes(release.files["/mean"])
    add(tmp_path, release.model("mean"))
    add(tmp_path, release.model("mean"))
    assert release.asked == []


def test_a_part_that_is_too_long_is_thrown_away(release: Release, tmp_path: Path) -> None:
    (tmp_path / "mean.onnx.part").write_bytes(noise(1_000_000))
    add(tmp_path, release.model("mean"))
    assert release.asked == [""]


def test_a_file_that_a_person_has_put_there_is_used_and_never_deleted(release: Release, tmp_path: Path) -> None:
    (tmp_path / "inverted.onnx").write_bytes(release.files["/inverted"])
    refusal(tmp_path, release.model("inverted"))
    assert names(tmp_path) == ["inverted.onnx"] and release.asked == []


def test_a_file_that_is_not_there_is_told(release: Release, tmp_path: Path) -> None:
    assert "answered 404" in refusal(tmp_path, release.model("nothing", size=5))


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/model", "private or local network"),
        ("http://169.254.169.254/latest", "private or local network"),
        ("file:///etc/passwd", "http"),
    ],
)
def test_a_redirect_to_a_private_host_is_not_followed(tmp_path: Path, target: str, reason: str) -> None:
    with releasing({"/moved": page(b"", 302, {"Location": target})}) as release:
        words = refusal(tmp_path, release.model("moved", size=5)).removeprefix(f"{release.root}/moved: ")
    assert reason in words
    assert not (tmp_path / "models.toml").exists()


def test_by_itself_it_fetches_from_the_internet_alone(release: Release, tmp_path: Path) -> None:
    words = refusal(tmp_path, release.model("mean"), policy=Policy(ports=LOOPBACK.ports))
    assert "private or local network" in words and release.asked == []


def test_where_there_is_no_room_nothing_is_downloaded(release: Release, tmp_path: Path) -> None:
    words = refusal(tmp_path, release.model("mean"), free_bytes=lambda folder: 1_000_000)
    assert "not enough room" in words and release.asked == []


def test_a_disk_that_fills_up_meanwhile_is_told_and_what_is_there_is_kept(release: Release, tmp_path: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, limit[1]))
    try:
        words = refusal(tmp_path, release.model("noise"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert "not enough room" in words and "make room and try again" in words
    assert names(tmp_path) == ["noise.onnx.part"]


def test_without_onnxruntime_nothing_is_downloaded(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert "pip install '.[models]'" in refusal(tmp_path, release.model("mean"))
    assert release.asked == []


def test_what_is_removed_leaves_the_rest(release: Release, tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text(MINE)
    model = release.model("mean")
    add(tmp_path, model)
    assert installer(tmp_path).remove(model)
    assert names(tmp_path) == ["models.toml"]
    assert (tmp_path / "models.toml").read_text().rstrip() == MINE.rstrip()
    assert not installer(tmp_path).remove(model)


def test_a_model_of_ones_own_for_the_same_task_is_not_removed(release: Release, tmp_path: Path) -> None:
    mine = MINE.replace("faces", "inpaint")
    (tmp_path / "models.toml").write_text(mine)
    assert not installer(tmp_path).remove(release.model("mean"))
    assert (tmp_path / "models.toml").read_text() == mine


@pytest.mark.parametrize("model", CATALOGUE, ids=lambda model: model.name)
def test_the_catalogue_says_what_can_be_described(model: CatalogueModel, tmp_path: Path) -> None:
    spec = specs.parse_spec(model.task, model.table, tmp_path / specs.FILE)
    assert spec.path == tmp_path / f"{model.name}.onnx" and spec.sha256 == model.sha256
    assert model.url.startswith("https://") and model.size > 1_000_000
    assert model.data.endswith(".") and model.licence in ("MIT", "Apache-2.0")


def test_names_in_the_catalogue_are_different() -> None:
    assert len({model.name for model in CATALOGUE}) == len(CATALOGUE)
