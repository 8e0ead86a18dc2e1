"""The house in numbers, for whoever reads it: ``python -m tests.house.sizes [--root DIR] [--most N] [PACKAGE ...]``.

Nothing here passes or fails. A long module may hold two nouns, a short one may have been split for no reader, a circle
says that two modules are one or that a third is missing. Migrations and empty files are left out.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.house.files import ROOT

PRODUCT = ["briastudio", "accounts", "editor", "bria", "engine", "imagefiles", "masks", "datafolder", "recipes"]
SMALL = 40  # lines
LONG_FUNCTION = 25  # lines

Graph = dict[str, set[str]]


@dataclass(frozen=True)
class Module:
    """A Python file by its dotted name; a package stands for its ``__init__.py``."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """The source."""
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    @property
    def package(self) -> str:
        """The package that it lies in, a package in itself."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]

    def functions(self) -> Iterator[tuple[str, int]]:
        """Functions and methods with their lines, decorators not counted."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{self.name}.{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1

    def imports(self, names: set[str], *, inside_functions: bool) -> set[str]:
        """Which of ``names`` it imports; what is imported for type checkers alone does not count."""
        found = {name for node in imports_in(self.tree, inside_functions) for name in self.imported_by(node)}
        modules = {name if name in names else name.rpartition(".")[0] for name in found}
        return (modules & names) - {self.name}

    def imported_by(self, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
        """Dotted names that a statement may import: modules, and what may be a module or a name within one."""
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
            return
        above = self.package.split(".")[: len(self.package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*above, *filter(None, [node.module])])
        yield from (f"{base}.{alias.name}" for alias in node.names)


def imports_in(tree: ast.AST, inside_functions: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    """The import statements below a node."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        elif inside_functions or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from imports_in(node, inside_functions)


def main(arguments: list[str]) -> None:
    """Print everything."""
    options = parse_arguments(arguments)
    modules = list(modules_in(options.root, options.packages))
    for title, lines in sections(modules, options.most):
        sys.stdout.write(f"{title}\n" + "".join(f"  {line}\n" for line in lines) + "\n")


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.house.sizes", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="another checkout to compare with")
    parser.add_argument("--most", type=int, default=12, help="how many lines of each list are shown")
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", default=PRODUCT)
    return parser.parse_args(arguments)


def modules_in(root: Path, packages: Iterable[str]) -> Iterator[Module]:
    """Every module of the packages, by name."""
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if "migrations" not in parts and path.read_text().strip():
                yield Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path)


def sections(modules: list[Module], most: int) -> Iterator[tuple[str, list[str]]]:
    """Titles, and the lines below each."""
    lengths = {module.name: module.lines for module in modules}
    functions = [function for module in modules for function in module.functions()]
    small = sorted((lines, name) for name, lines in lengths.items() if lines < SMALL)
    single = imported_once(modules)
    yield f"{len(modules)} modules: {summary(lengths.values())}", []
    yield (
        f"{len(functions)} functions: {summary(lines for _, lines in functions)}",
        [f"{sum(lines > LONG_FUNCTION for _, lines in functions)} of more than {LONG_FUNCTION} lines"],
    )
    yield "Packages: modules in all, and flat in the package itself", package_lines(modules)
    yield "The longest modules", longest(lengths.items(), most)
    yield "The longest functions", longest(functions, most)
    yield f"{len(small)} modules of less than {SMALL} lines", [f"{lines:4} {name}" for lines, name in small[:most]]
    yield f"{len(single)} modules that one other imports", [f"{name} <- {by}" for name, by in single[:most]]
    for place, inside in (("at module level", False), ("inside functions as well", True)):
        found = circles(import_graph(modules, inside_functions=inside))
        yield f"{len(found)} import circles {place}", [" <-> ".join(circle) for circle in found]


def summary(lengths: Iterable[int]) -> str:
    """Sum, mean, median and the length that one in ten exceeds, in lines."""
    known = sorted(lengths)
    if len(known) < 2:
        return f"{sum(known)} lines"
    tenth = statistics.quantiles(known, n=10, method="inclusive")[-1]
    return f"{sum(known)} lines, mean {statistics.mean(known):.0f}, median {statistics.median(known):g}, p90 {tenth:g}"


def package_lines(modules: list[Module]) -> list[str]:
    """Each package with its modules, the fullest first."""
    flat = Counter(module.package for module in modules if module.name != module.package)
    whole = {package: sum(module.name.startswith(f"{package}.") for module in modules) for package in flat}
    return [f"{whole[package]:4} {count:4} flat  {package}" for package, count in flat.most_common()]


def longest(lengths: Iterable[tuple[str, int]], most: int) -> list[str]:
    """The longest of them, as lines."""
    ordered = sorted(lengths, key=lambda entry: (-entry[1], entry[0]))
    return [f"{lines:4} {name}" for name, lines in ordered[:most]]


def imported_once(modules: list[Module]) -> list[tuple[str, str]]:
    """Modules that exactly one other imports, and that one."""
    users: defaultdict[str, list[str]] = defaultdict(list)
    for name, targets in import_graph(modules, inside_functions=True).items():
        for target in targets:
            users[target].append(name)
    return sorted((name, found[0]) for name, found in users.items() if len(found) == 1)


def import_graph(modules: list[Module], *, inside_functions: bool) -> Graph:
    """Which of the modules each of them imports."""
    names = {module.name for module in modules}
    return {module.name: module.imports(names, inside_functions=inside_functions) for module in modules}


def circles(graph: Graph) -> list[list[str]]:
    """Groups of modules each of which reaches all others of its group by imports."""
    reached = {name: reachable(graph, name) for name in graph}
    found = {tuple(sorted(other for other in reached[name] if name in reached[other])) for name in graph}
    return [list(circle) for circle in sorted(found) if len(circle) > 1]


def reachable(graph: Graph, start: str) -> set[str]:
    """What ``start`` imports, and what that imports; ``start`` where a way leads back to it."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        following = graph[waiting.pop()] - found
        found |= following
        waiting.extend(following)
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
