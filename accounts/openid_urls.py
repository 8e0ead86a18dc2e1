"""The addresses of signing in by an OpenID provider, where there is one."""

from django.urls import path

from accounts.views import openid

urlpatterns = [
    path("sign-in/openid/", openid.begin, name="openid"),
    path("sign-in/openid/return/", openid.finish, name="openid_return"),
]
