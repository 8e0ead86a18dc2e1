"""Static files with hashed names, in the imports of our own modules too; what a page loads is joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from briastudio.bundles import join_script, join_styles

SCRIPTS = ["js/studio.js", "js/levels-worker.js", "js/recipes.js", "js/spot-list.js"]
STYLES = [
    "css/page.css",
    "css/page-editor.css",
    "css/page-start.css",
    "css/page-account.css",
    "css/page-recipes.css",
    "css/proposals.css",
]


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites module imports in ``js/`` only.

    A comment in one of django-htmx's files looks like an import of a file that is not there.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """As ever, with the pages' scripts and styles joined. ``paths``: name -> (storage, the name there)."""
        yield from super().post_process({**paths, **join_files(paths)}, dry_run, **options)

    def url_converter(
        self, name: str, hashed_files: dict[str, Any], template: str | None = None
    ) -> Callable[[Any], str]:
        """The replacement for one URL found in ``name``; foreign scripts stay as they are."""
        if name.endswith(".js") and not name.startswith("js/"):
            return lambda match: str(match[0])
        converter: Callable[[Any], str] = super().url_converter(name, hashed_files, template)
        return converter


def join_files(paths: dict[str, Any]) -> dict[str, Any]:
    """Those of the files that are to be joined, kept in memory."""

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())

    made = InMemoryStorage(location="/")
    ways = {**dict.fromkeys(SCRIPTS, join_script), **dict.fromkeys(STYLES, join_styles)}
    present = [name for name in ways if name in paths]
    for name in present:
        made.save(name, ContentFile(ways[name](name, read).encode()))
    return {name: (made, name) for name in present}
