"""``manage.py words``: bring the catalogues of translations in step with the texts of the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from briastudio.translations import catalogues, extraction


class Command(BaseCommand):
    """Adds new texts, drops those that are gone, compiles, and tells what is not translated yet."""

    help = "Bring the catalogues in locale/ in step with the source, and compile them."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do so for every language."""
        files = extraction.find_texts(Path(settings.BASE_DIR))
        for path in sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po")):
            catalogue = catalogues.read(path).updated(files)
            path.write_text(catalogues.format_po(catalogue, files))
            path.with_suffix(".mo").write_bytes(catalogues.compile_mo(catalogue))
            self.stdout.write(f"{path.parts[-3]}: {len(catalogue.entries)} texts")
            for text in catalogue.untranslated:
                self.stdout.write(f"  not translated: {text.singular}")
