"""All addresses of a site with accounts: those of every site, and where people sign in."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from briastudio import urls

handler500 = urls.handler500

urlpatterns: list[URLPattern | URLResolver] = [path("", include("accounts.urls")), *urls.urlpatterns]
if settings.OIDC_ISSUER:
    urlpatterns.append(path("", include("accounts.openid.urls")))
