"""The WSGI application. Serve it with granian: other servers drop the ``api_token`` header (docs/deploy.md)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")

application = get_wsgi_application()
