"""What is read of forms."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Invitation
from engine.models import Token


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


class TokenForm(forms.Form):
    """What a token is called."""

    name = forms.CharField(label=_("What the token is for"), max_length=Token._meta.get_field("name").max_length)

    def clean_name(self) -> str:
        """A name that can be read aloud on a command line."""
        name: str = self.cleaned_data["name"]
        if not name.isprintable():
            raise ValidationError(gettext("Use letters, digits and punctuation only."))
        return name
