"""Forms: WTForms with a way to try a verb, whose refusal becomes the message of a field."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

import wtforms
from flask import request
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import CombinedMultiDict
from wtforms import validators

from training.core.db import savepoint
from training.core.errors import Refused
from training.web.request import translated


class Form(wtforms.Form):
    """A form made from plain values. `attempt` runs a verb in a savepoint; views catch nothing."""

    constraints: ClassVar[dict[str, tuple[str, Any]]] = {}
    """Database constraint → (field, message), for what only the database can know."""
    outcome: Any = None

    @classmethod
    def read(cls, **values: Any) -> Self:
        """Make the form from what was sent."""
        return cls(CombinedMultiDict([request.files, request.form]), **values)

    def attempt(self, verb: Callable[..., Any], *arguments: Any, **named: Any) -> bool:
        """Validate, then run the verb; `outcome` holds what it returned. False: show the form again, with 422."""
        if not self.validate():
            return False
        try:
            with savepoint():
                self.outcome = verb(*arguments, **named)
        except Refused as refused:
            self.refuse(refused.field, translated(refused.message))
        except IntegrityError as error:
            self.refuse(*self._broken(error))
        else:
            return True
        return False

    def refuse(self, field: str, message: str) -> None:
        """Put a message at a field, or at the form if it has no such field."""
        if field in self._fields:
            self._fields[field].errors = [*self._fields[field].errors, message]
        else:
            self.form_errors.append(message)

    def _broken(self, error: IntegrityError) -> tuple[str, str]:
        told = str(error.orig)
        for constraint, (field, message) in self.constraints.items():
            if constraint in told:
                return field, str(message)
        raise error


def _trim(value: str | None) -> str:
    return " ".join(value.split()) if value else ""


class Line(wtforms.StringField):
    """One line of text: trimmed, never longer than the column."""

    def __init__(self, label: Any, *, needed: Any = None, longest: int = 200, **options: Any) -> None:
        checks: list[Any] = [validators.DataRequired(needed)] if needed else [validators.Optional()]
        checks.append(validators.Length(max=longest, message=_l("Use at most %(max)d characters")))
        checks.append(no_control_characters)
        super().__init__(label, [*checks, *options.pop("validators", [])], filters=[_trim], **options)


class EmailLine(wtforms.EmailField):
    """An e-mail address in small letters."""

    def __init__(self, label: Any, **options: Any) -> None:
        wrong = _l("Enter an e-mail address like name@company.example")
        checks = [
            validators.DataRequired(wrong),
            validators.Length(max=200, message=wrong),
            no_control_characters,
            validators.Email(wrong, granular_message=False, allow_empty_local=False),
        ]
        super().__init__(label, checks, filters=[_trim, _lower], **options)


class Paragraphs(wtforms.TextAreaField):
    """Several lines of text."""

    def __init__(self, label: Any, *, needed: Any = None, longest: int = 4000, **options: Any) -> None:
        checks: list[Any] = [validators.DataRequired(needed)] if needed else [validators.Optional()]
        checks.append(validators.Length(max=longest, message=_l("Use at most %(max)d characters")))
        super().__init__(label, checks, filters=[_strip], **options)


class Day(wtforms.DateField):
    """A day."""

    def process_formdata(self, values: list[str]) -> None:
        """Read what was sent, and complain in words of ours."""
        try:
            super().process_formdata(values)
        except ValueError:
            raise ValueError(_l("Enter a date")) from None


def no_control_characters(_form: wtforms.Form, field: wtforms.Field) -> None:
    """Refuse NUL and its like: PostgreSQL cannot store them and nobody types them."""
    if any(ord(character) < 32 for character in field.data or ""):  # noqa: PLR2004  the first printable character
        raise validators.ValidationError(_l("Remove the characters that cannot be seen"))


def _lower(value: str) -> str:
    return value.lower()


def _strip(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").replace("\x00", "").strip()
