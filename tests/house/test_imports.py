"""No circle among our modules, at module level or inside functions, and nothing but views and urls stands on views."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.house.files import ROOT, python_files

PACKAGES = [
    "briastudio",
    "accounts",
    "editor",
    "bria",
    "engine",
    "imagefiles",
    "masks",
    "datafolder",
    "recipes",
    "commandline",
]
Graph = Mapping[str, set[str]]


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(source: str, modules: set[str]) -> set[str]:
    """Those of ``modules`` that a source imports anywhere, whether as a module or for a name in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "Imports are absolute"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in modules else str(node.module) for name in inner}
    return found & modules


def import_graph() -> dict[str, set[str]]:
    """What each module of the product's packages imports of them."""
    sources = {name_of(path): path.read_text() for path in python_files(*PACKAGES)}
    return {name: imported(source, set(sources)) for name, source in sources.items()}


def find_circles(graph: Graph) -> Iterator[list[str]]:
    """A circle for each module that stands in one: the shortest way from it back to itself."""
    for start in sorted(graph):
        ways = [[start, name] for name in sorted(graph[start])]
        reached: set[str] = set()
        for way in ways:
            if way[-1] == start:
                yield way
                break
            if way[-1] not in reached:
                reached.add(way[-1])
                ways += [[*way, name] for name in sorted(graph[way[-1]])]


def may_import_views(name: str) -> bool:
    """True for views, and for the addresses that lead to them."""
    return ".views" in name or name.endswith(".urls")


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert [" -> ".join(circle) for circle in find_circles(import_graph())] == []


def test_a_planted_circle_is_found() -> None:
    modules = {"a", "b.inner", "c"}
    graph = {
        "a": imported("def late():\n    from b import inner\n", modules),
        "b.inner": imported("from c import something\n", modules),
        "c": imported("if TYPE_CHECKING:\n    import a\n", modules),
    }
    assert next(find_circles(graph)) == ["a", "b.inner", "c", "a"]
    assert not list(find_circles({**graph, "c": set()}))


def test_only_views_and_addresses_import_views() -> None:
    on_views = {
        name: sorted(other for other in others if ".views" in other)
        for name, others in import_graph().items()
        if not may_import_views(name)
    }
    assert {name: others for name, others in on_views.items() if others} == {}
