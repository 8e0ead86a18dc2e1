"""The site as a WSGI application, to be served by ``briastudio.serving``: other servers drop the ``api_token`` header,
wait for slow clients in their threads, and give Django chunked bodies as empty ones (docs/deploy.md)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")

application = get_wsgi_application()
