"""The addresses of accounts."""

from django.contrib.auth.views import LoginView
from django.urls import path

from accounts.views import account, invitations, pictures, sign_in, tokens

SIGN_IN = LoginView.as_view(template_name="accounts/sign_in.html", redirect_authenticated_user=True)

urlpatterns = [
    path("sign-in/", SIGN_IN, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/", account.page, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/tokens/", tokens.collection, name="tokens"),
    path("account/tokens/<int:pk>/revocation/", tokens.revocation, name="token_revocation"),
    path("account/invitations/", invitations.collection, name="invitations"),
    path("account/invitations/<int:pk>/withdrawal/", invitations.withdrawal, name="withdrawal"),
    path("invitations/<str:secret>/", invitations.invitation, name="invitation"),
    path("account/pictures/", pictures.collection, name="brought_pictures"),
]
