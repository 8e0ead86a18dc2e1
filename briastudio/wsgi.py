"""The WSGI application. Serve it with granian: other servers drop the ``api_token`` header (docs/deploy.md)."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from briastudio.middleware import BoundedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")

application = BoundedBodies(get_wsgi_application(), settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
