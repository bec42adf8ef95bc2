"""Forms of sign-in."""

from typing import Any, Self

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators

from training.people.rules import LONGEST_PASSWORD
from training.web.forms import EmailLine, Form
from training.web.language import LANGUAGE_NAMES
from training.web.words import _


def _password(label: Any, needed: Any, autocomplete: str) -> wtforms.PasswordField:
    length = validators.Length(max=LONGEST_PASSWORD, message=_l("Use at most %(max)d characters"))
    checks = [validators.DataRequired(needed), length]
    return wtforms.PasswordField(label, checks, render_kw={"autocomplete": autocomplete})


class SignInForm(Form):
    email = EmailLine(_l("Work e-mail"), render_kw={"autocomplete": "username"})
    password = _password(_l("Password"), _l("Enter your password"), "current-password")
    onward = wtforms.HiddenField()


class LanguageForm(Form):
    language = wtforms.SelectField(_l("Language of the pages"))

    def offering(self) -> Self:
        """Put the languages that there are, each by its own name."""
        self.language.choices = [("", _("As the browser asks")), *LANGUAGE_NAMES.items()]
        return self


class SetPasswordForm(Form):
    password = _password(_l("New password"), _l("Enter the new password"), "new-password")
    again = _password(_l("The same once more"), _l("Enter it once more"), "new-password")

    def validate_again(self, field: wtforms.Field) -> None:
        if field.data != self.password.data:
            raise validators.ValidationError(_l("This is not the same as above"))
