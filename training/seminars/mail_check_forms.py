"""The form of the check of mails. It is sent with the address, so that no page needs a cookie."""

from typing import Self

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators

from training.notices.rules import read_code
from training.web.forms import Form, Line
from training.web.request import asked


class MailCheckForm(Form):
    """The code at the foot of a mail, as people type it."""

    code = Line(_l("Check code"), needed=_l("Enter the code that stands at the end of the mail"))

    @classmethod
    def asked(cls) -> Self:
        """Make the form from what the address asks for."""
        typed = asked("code")
        return cls(code="".join(sign for sign in typed if sign.isprintable())[:60])

    def validate_code(self, field: wtforms.Field) -> None:
        if not read_code(field.data or ""):
            raise validators.ValidationError(
                _l("Enter all eight letters and digits, such as 7QK4-M2XD. The letter U is never among them.")
            )
