"""Which texts are to be translated, and the catalogues that hold their translations: ``manage.py words``."""
