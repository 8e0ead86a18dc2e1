"""What is read of forms."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UserCreationForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import NAME_LENGTH, Account, Invitation
from engine.models import Token

log = logging.getLogger(__name__)


class SignInForm(AuthenticationForm):
    """A name and a password. What is longer than a name can be is refused here, since no column has room for it.

    Looking at a password takes a good part of a second on purpose: nobody has that done to many of them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(NAME_LENGTH))

    def clean(self) -> dict[str, Any]:
        """Refuse an address from which too many were refused within a minute, under whatever names."""
        if audit.is_flooding(self.request):
            log.warning("Sign-ins wait, too many were refused. Behind a proxy, name it by STUDIO_TRUSTED_PROXIES.")
            raise ValidationError(gettext("There were too many wrong passwords from your address. Wait a minute."))
        return super().clean()


class JoinForm(UserCreationForm[Account]):
    """A name and a password, by somebody who was invited."""

    class Meta:
        model = Account
        fields = ["username"]


class InvitationForm(forms.Form):
    """For whom an invitation is."""

    note = forms.CharField(
        label=_("For whom"), required=False, max_length=Invitation._meta.get_field("note").max_length
    )


class ShareForm(forms.Form):
    """With whom a picture is shared, and what they may do."""

    account = forms.CharField(label=_("Account"), max_length=NAME_LENGTH)
    may_edit = forms.BooleanField(label=_("May edit it as well"), required=False)

    def __init__(self, *args: Any, giver: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver

    def clean_account(self) -> Account:
        """Somebody else who may sign in."""
        name = Account.normalize_username(self.cleaned_data["account"])
        account = Account.objects.filter(username=name, is_active=True).first()
        if account is None:
            raise ValidationError(gettext("There is no account of this name. Invite its person first."))
        if account == self.giver:
            raise ValidationError(gettext("This is you: the picture is yours already."))
        return account


class LinkForm(forms.Form):
    """How long a link to a picture works."""

    DAYS = (1, 7, 30)

    days = forms.TypedChoiceField(label=_("Works for"), coerce=int, initial=7, choices=[(days, days) for days in DAYS])


class TokenForm(forms.Form):
    """What a token is called."""

    name = forms.CharField(label=_("What the token is for"), max_length=Token._meta.get_field("name").max_length)

    def clean_name(self) -> str:
        """A name that can be read aloud on a command line."""
        name: str = self.cleaned_data["name"]
        if not name.isprintable():
            raise ValidationError(gettext("Use letters, digits and punctuation only."))
        return name
