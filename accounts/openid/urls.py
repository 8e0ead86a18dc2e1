"""The addresses of signing in by an OpenID provider, where there is one."""

from django.urls import path

from accounts.openid import views

urlpatterns = [
    path("sign-in/openid/", views.begin, name="openid"),
    path("sign-in/openid/return/", views.finish, name="openid_return"),
]
