"""Describing models of one's own: what is found, and what is refused in which words."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from engine.checks import check_models
from engine.weights import specs
from engine.weights.errors import WeightsError
from engine.weights.models import open_model
from engine.weights.registry import Registry
from tests.engine import onnx_graphs
from tests.engine.onnx_graphs import describe

ANY_SIZE = "(float[1,3,h,w] image) => (float[1,1,h,w] alpha) { alpha = ReduceMax <keepdims: int = 1> (image, axis) }"
ANY_SIZE = ANY_SIZE.replace("{", "<int64[1] axis = {1}> {", 1)


DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "models.md"


def problem(folder: Path) -> str:
    """The one thing that is wrong with what ``folder`` describes."""
    (only,) = Registry(folder).problems()
    return str(only)


def test_without_a_folder_there_are_no_models(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "nothing")
    assert [registry.get(task) for task in specs.TASKS] == [None] * 4 and registry.problems() == []


def test_a_task_that_is_not_described_has_no_model(tmp_path: Path) -> None:
    registry = Registry(describe(tmp_path, "matte", onnx_graphs.MATTE))
    assert registry.get("inpaint") is None and registry.get("matte") is not None


def test_every_model_of_a_folder_is_found(tmp_path: Path) -> None:
    describe(tmp_path, "inpaint", onnx_graphs.INPAINT)
    describe(tmp_path, "matte", onnx_graphs.MATTE)
    describe(tmp_path, "segment", onnx_graphs.SEGMENT)
    registry = Registry(describe(tmp_path, "faces", onnx_graphs.FACES, decode="rows"))
    assert registry.problems() == [] and all(registry.get(task) for task in specs.TASKS)


def test_what_the_file_says_of_a_model_is_kept(tmp_path: Path) -> None:
    describe(tmp_path, "matte", onnx_graphs.MATTE, licence="MIT", mean=[1, 2, 3.5], size=[32, 32], colours="BGR")
    spec = specs.read(tmp_path)["matte"]
    assert (spec.licence, spec.mean, spec.size, spec.colours) == ("MIT", (1.0, 2.0, 3.5), (32, 32), "BGR")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[paint]", "there is no task [paint]; there are inpaint, matte, segment, faces"),
        ("matte = 1", "matte must be a table: [matte]"),
        ("[matte]\npath = 'a'\nsha256 = 'b'", "licence must be given"),
        ("[matte]\npath = 'a'\nwidth = 3", "nothing is called width; there are path, sha256"),
        ("[matte", "cannot be read"),
    ],
)
def test_a_description_without_meaning_is_refused(tmp_path: Path, said: str, words: str) -> None:
    (tmp_path / "models.toml").write_text(said)
    with pytest.raises(WeightsError) as caught:
        Registry(tmp_path)
    assert words in str(caught.value) and "models.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("path", "", "a text"),
        ("sha256", "abc", "64 hexadecimal digits"),
        ("size", [32], "[rows, columns]"),
        ("size", [True, 32], "[rows, columns]"),
        ("size", [0, 5000], "1 to 4096"),
        ("layout", "CHW", "'NCHW' or 'NHWC'"),
        ("scale", 0, "a number above 0"),
        ("mean", [1, 2], "three numbers"),
        ("std", [1, 1, 0], "above 0"),
        ("mean", ["a", 1, 1], "a number"),
        ("inputs", "image", "a list of different names"),
        ("outputs", ["a", "a"], "a list of different names"),
        ("hole", True, "0 or 1"),
        ("threshold", 1.5, "from 0 to 1"),
    ],
)
def test_a_value_without_meaning_is_refused(tmp_path: Path, key: str, value: object, words: str) -> None:
    describe(tmp_path, "matte", onnx_graphs.MATTE, **{key: value})
    with pytest.raises(WeightsError) as caught:
        Registry(tmp_path)
    assert f"[matte]: {key} must be" in str(caught.value) and words in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    describe(tmp_path, "matte", onnx_graphs.MATTE, path="elsewhere.onnx")
    assert "elsewhere.onnx: there is no such file" in problem(tmp_path)


def test_another_file_than_the_one_described_is_refused(tmp_path: Path) -> None:
    describe(tmp_path, "matte", onnx_graphs.MATTE, sha256="0" * 64)
    assert "it is another file, or it was changed" in problem(tmp_path)


def test_a_file_that_changes_after_it_was_opened_is_refused(tmp_path: Path) -> None:
    registry = Registry(describe(tmp_path, "matte", onnx_graphs.MATTE))
    assert registry.get("matte")
    (tmp_path / "matte.onnx").write_bytes(b"something else")
    with pytest.raises(WeightsError, match="it was changed"):
        registry.get("matte")


def test_a_file_that_holds_no_graph_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.onnx").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    describe(tmp_path, "matte", onnx_graphs.MATTE, path="notes.onnx", sha256=empty)
    assert "onnxruntime cannot open it" in problem(tmp_path)


def test_without_onnxruntime_the_remedy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    describe(tmp_path, "matte", onnx_graphs.MATTE)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert "pip install '.[models]'" in problem(tmp_path)


@pytest.mark.parametrize(
    ("task", "graph", "more", "words"),
    [
        ("matte", onnx_graphs.MATTE, {"size": [64, 64]}, "it takes pictures of (32, 32), not of (64, 64)"),
        ("matte", ANY_SIZE, {}, "size = [rows, columns] must say which"),
        ("matte", onnx_graphs.MATTE, {"layout": "NHWC", "size": [3, 32]}, "3 channels, NHWC, are expected"),
        ("matte", onnx_graphs.MATTE, {"inputs": ["pixels"]}, "it has no input pixels; there are image"),
        ("matte", onnx_graphs.MATTE, {"outputs": ["mask"]}, "it has no output mask; there are alpha"),
        ("matte", onnx_graphs.INPAINT, {}, "it has 2 inputs; for this task there are 1"),
        ("matte", onnx_graphs.INPAINT, {"inputs": ["image"]}, "inputs must name all of image, mask"),
        ("matte", onnx_graphs.INPAINT_IN_ONE, {}, "input is [1, 4, 32, 32], where 3 channels"),
        ("inpaint", onnx_graphs.MATTE, {}, "image is [1, 3, 32, 32], where 4 channels"),
        ("inpaint", onnx_graphs.INPAINT, {"inputs": ["mask", "image"]}, "mask is [1, 1, 32, 32], where 3 channels"),
        ("faces", onnx_graphs.FACES, {}, "it has 1 outputs, where 12 are expected"),
        ("faces", onnx_graphs.MATTE, {"decode": "rows"}, "where 2 or 3 dimensions are expected"),
    ],
)
def test_a_graph_of_another_shape_is_refused(
    tmp_path: Path, task: str, graph: str, more: dict[str, object], words: str
) -> None:
    describe(tmp_path, task, graph, **more)
    assert words in problem(tmp_path)


def test_a_file_is_opened_once_until_it_changes(tmp_path: Path) -> None:
    spec = specs.read(describe(tmp_path, "matte", onnx_graphs.MATTE))["matte"]
    assert open_model(spec, 1) is open_model(spec, 1)


def test_models_compute_on_as_many_threads_as_they_are_told(tmp_path: Path) -> None:
    registry = Registry(describe(tmp_path, "matte", onnx_graphs.MATTE), threads=1)
    matte = registry.get("matte")
    assert matte and matte.model.session.get_session_options().intra_op_num_threads == 1


def test_a_start_with_a_wrong_model_stops_with_what_is_wrong(settings: Settings, tmp_path: Path) -> None:
    settings.STUDIO_MODELS = describe(tmp_path, "matte", onnx_graphs.MATTE, sha256="0" * 64)
    with pytest.raises(SystemCheckError, match="it is another file"):
        call_command("check")


def test_a_start_with_a_wrong_description_stops_as_well(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text("[paint]")
    settings.STUDIO_MODELS = tmp_path
    assert ["there is no task [paint]" in str(error.msg) for error in check_models()] == [True]


def test_a_start_with_good_models_or_none_goes_on(settings: Settings, tmp_path: Path) -> None:
    settings.STUDIO_MODELS = tmp_path
    assert check_models() == []
    describe(tmp_path, "matte", onnx_graphs.MATTE)
    assert check_models() == []


def test_every_key_and_every_task_is_explained() -> None:
    document = DOCUMENT.read_text()
    assert not [word for word in (*specs.READERS, *specs.TASKS) if f"`{word}`" not in document]


def test_the_examples_that_are_given_can_be_read(tmp_path: Path) -> None:
    *_, example = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    (tmp_path / "models.toml").write_text(example.replace("…", "0" * 64))
    assert list(specs.read(tmp_path)) == list(specs.TASKS)
