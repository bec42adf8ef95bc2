"""Forms of contacts, of the colleagues whom they name, and of whoever has a code."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators

from training.seminars.attendees import Guest
from training.seminars.codes import MOST_USES
from training.seminars.colleagues import Colleague
from training.seminars.forms import WholeNumber
from training.seminars.holding import Wish
from training.seminars.organisation_rules import MOST_SEATS
from training.web.forms import Day, EmailLine, Form, Line, Paragraphs

_BETWEEN = _l("Enter a whole number from %(min)s to %(max)s")
_NEEDED = _l("Enter a whole number")


def _number(label: Any, most: int, *, needed: bool = True) -> WholeNumber:
    first = validators.InputRequired(_NEEDED) if needed else validators.Optional()
    return WholeNumber(label, [first, validators.NumberRange(1, most, _BETWEEN)])


class HoldForm(Form):
    """How many seats to keep."""

    seats = _number(_l("Seats"), MOST_SEATS)
    least = _number(_l("With how few would you be content?"), MOST_SEATS, needed=False)
    release_at = Day(_l("You name everybody by"), [validators.InputRequired(_l("Enter a date"))])

    def wish(self) -> Wish:
        """Return what was entered; without a word on fewer, all of them or none."""
        seats = self.seats.data or 0
        return Wish(seats, self.least.data or seats, cast(date, self.release_at.data))


class FormWithMore(Form):
    """A form on whose page there is an act beside it, which needs none of its fields."""

    def try_without(self, verb: Callable[..., Any], *arguments: Any, **named: Any) -> bool:
        """Run the verb of the other act; a refusal stands on top of this form."""
        other = Form()
        done = other.attempt(verb, *arguments, **named)
        self.form_errors += other.form_errors
        self.outcome = other.outcome
        return done


class FewerForm(FormWithMore):
    """How many seats to keep of a block."""

    seats = _number(_l("Seats to keep"), MOST_SEATS)


class PeopleForm(Form):
    """Colleagues as they were pasted."""

    people = Paragraphs(
        _l("Names and addresses"), needed=_l("Enter at least one name with its address"), longest=40_000
    )
    others = wtforms.BooleanField(_l("Addresses of other domains are right, write to them too"))


class SwapForm(FormWithMore):
    """Who comes instead."""

    name = Line(_l("Name"), needed=_l("Enter the name of who comes instead"))
    email = EmailLine(_l("Work e-mail"))

    def colleague(self) -> Colleague:
        """Return who comes instead."""
        return Colleague(self.name.data or "", self.email.data or "")


class LinkForm(Form):
    """Where to send a contact's link."""

    email = EmailLine(_l("Work e-mail"))


class CodeForm(Form):
    """A new code."""

    bound_to = Paragraphs(
        _l("For whom"), needed=_l("Say for which domains or addresses it is: a code for everybody is no code."),
        longest=4000,
    )  # fmt: skip
    most = _number(_l("How many people can use it"), MOST_USES, needed=False)
    ends_on = Day(_l("Last day"), [validators.Optional()])


class TypedCodeForm(Form):
    """A code as it was typed."""

    code = Line(_l("Code"), needed=_l("Enter the code of your invitation"), longest=40)


class ConsentForm(FormWithMore):
    """The sentence about their data, with its box."""

    agree = wtforms.BooleanField("", [validators.InputRequired(_l("Tick the box, or we cannot keep your name"))])

    def __init__(self, *arguments: Any, consent: str = "", **named: Any) -> None:
        """Make the form; `consent` is the sentence beside the box."""
        super().__init__(*arguments, **named)
        self.agree.label.text = consent

    def guest(self, language: str) -> Guest:
        """Return the very sentence to which somebody agreed. Their name and address are known."""
        return Guest("", "", "", language, str(self.agree.label.text))
