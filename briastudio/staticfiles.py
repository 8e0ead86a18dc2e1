"""Static files with hashed names, the imports between our own modules included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites module imports in ``js/`` only.

    A comment in one of django-htmx's files looks like an import of a file that is not there.
    """

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, Any], template: str | None = None
    ) -> Callable[[Any], str]:
        """The replacement for one URL found in ``name``; foreign scripts stay as they are."""
        if name.endswith(".js") and not name.startswith("js/"):
            return lambda match: str(match[0])
        converter: Callable[[Any], str] = super().url_converter(name, hashed_files, template)
        return converter
