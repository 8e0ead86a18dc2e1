"""The addresses of accounts."""

from django.urls import URLPattern, URLResolver, path

from accounts.admin import site
from accounts.views import account, invitations, looks, pictures, shares, sign_in, tokens
from editor.urls import PICTURE

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", site.urls),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/", account.page, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/tokens/", tokens.collection, name="tokens"),
    path("account/tokens/<int64:pk>/revocation/", tokens.revocation, name="token_revocation"),
    path("account/invitations/", invitations.collection, name="invitations"),
    path("account/invitations/<int64:pk>/withdrawal/", invitations.withdrawal, name="withdrawal"),
    path("invitations/<str:secret>/", invitations.invitation, name="invitation"),
    path(f"{PICTURE}shares/", shares.page, name="shares"),
    path(f"{PICTURE}shares/<int64:share_pk>/end/", shares.end, name="share_end"),
    path(f"{PICTURE}links/", shares.links, name="links"),
    path(f"{PICTURE}links/<int64:link_pk>/end/", shares.end_link, name="link_end"),
    path(f"{PICTURE}look/", looks.picture, name="look"),
    path(f"{PICTURE}look/<int64:number>/<str:rendition>", looks.file, name="look_file"),
    path("looks/<str:secret>/", looks.linked_picture, name="linked_look"),
    path("looks/<str:secret>/<int64:number>/<str:rendition>", looks.linked_file, name="linked_look_file"),
    path("account/pictures/", pictures.collection, name="brought_pictures"),
]
