"""The listing of sizes: it runs on this house, and counts a small one right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import sizes

FILES = {
    "shop/__init__.py": "",
    "shop/till.py": "from shop import goods\n\n\ndef pay():\n    return goods.price()\n",
    "shop/goods.py": "def price():\n    from shop.till import pay\n    return pay\n",
    "shop/shelf/__init__.py": '"""Where goods stand."""\n',
    "shop/shelf/rows.py": "import typing\n\nif typing.TYPE_CHECKING:\n    from shop.shelf import ends\nROW = 1\n",
    "shop/shelf/ends.py": "from .rows import ROW\nfrom ..till import pay\n",
    "shop/migrations/0001.py": "import shop.till\n",
}


@pytest.fixture
def modules(tmp_path: Path) -> list[sizes.Module]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return list(sizes.modules_in(tmp_path, ["shop"]))


def test_migrations_and_empty_files_are_left_out(modules: list[sizes.Module]) -> None:
    names = ["shop.goods", "shop.shelf", "shop.shelf.ends", "shop.shelf.rows", "shop.till"]
    assert [module.name for module in modules] == names


def test_modules_are_counted_in_all_and_flat(modules: list[sizes.Module]) -> None:
    assert sizes.package_lines(modules) == ["   5    2 flat  shop", "   2    2 flat  shop.shelf"]


def test_a_circle_through_a_function_is_found_where_these_are_asked_for(modules: list[sizes.Module]) -> None:
    assert sizes.circles(sizes.import_graph(modules, inside_functions=False)) == []
    assert sizes.circles(sizes.import_graph(modules, inside_functions=True)) == [["shop.goods", "shop.till"]]


def test_a_module_that_one_other_imports_is_named_with_it(modules: list[sizes.Module]) -> None:
    assert sizes.imported_once(modules) == [("shop.goods", "shop.till"), ("shop.shelf.rows", "shop.shelf.ends")]


def test_it_runs_on_this_house(capsys: pytest.CaptureFixture[str]) -> None:
    sizes.main(["--most", "3"])
    printed = capsys.readouterr().out
    for title in (
        "modules: ",
        "functions: ",
        "The longest modules",
        "modules that one other imports",
        "import circles",
    ):
        assert title in printed
