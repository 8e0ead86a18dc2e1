"""The addresses of a site with accounts and an OpenID provider."""

from django.urls import URLPattern, URLResolver, include, path

from briastudio import urls_with_accounts

handler500 = urls_with_accounts.handler500
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.openid.urls")),
    *urls_with_accounts.urlpatterns,
]
