"""The addresses of accounts."""

from django.contrib.auth.views import LoginView
from django.urls import path

from accounts.views import pictures, sign_in

SIGN_IN = LoginView.as_view(template_name="accounts/sign_in.html", redirect_authenticated_user=True)

urlpatterns = [
    path("sign-in/", SIGN_IN, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/pictures/", pictures.collection, name="brought_pictures"),
]
