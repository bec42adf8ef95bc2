"""The one form of this room: a number to check."""

from typing import Self

import wtforms
from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import validators

from training.reports.rules import grouped, read_number
from training.web.forms import Form, Line


class CheckForm(Form):
    """The number on a certificate, as people type it. It is sent with the address, so that no page needs a cookie."""

    number = Line(_l("Number on the certificate"), needed=_l("Enter the number that stands on the certificate"))

    @classmethod
    def asked(cls) -> Self:
        """Make the form from what the address asks for."""
        return cls(MultiDict({name: _printable(value) for name, value in request.args.items()}))

    @classmethod
    def again(cls, typed: str) -> Self:
        """Make the form with a number that was not found, so that it can be put right."""
        return cls(number=_printable(typed))

    @property
    def sent(self) -> bool:
        """Whether a number was asked for, be it an empty one."""
        return bool(self.number.raw_data)

    @property
    def grouped(self) -> str:
        """The number as it stands on paper, once the form is valid."""
        return grouped(read_number(self.number.data or "") or "")

    def validate_number(self, field: wtforms.Field) -> None:
        if read_number(field.data or "") is None:
            raise validators.ValidationError(
                _l("Enter all twelve letters and digits, such as 7QK4-M2XD-9TPA. The letter U is never among them.")
            )


def _printable(typed: str) -> str:
    return "".join(character for character in typed if character.isprintable())
