"""The WSGI application. Serve it with granian: other servers drop the ``api_token`` header (docs/deploy.md)."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from briastudio.middleware import BoundedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")

FORM_OVERHEAD = 1_000_000  # bytes; boundaries and text fields around one photo of the largest size taken
API_CAP = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

application = BoundedBodies(get_wsgi_application(), max(API_CAP, settings.PHOTO_BYTES + FORM_OVERHEAD), API_CAP)
