"""Forms of the desk about outside organisations."""

from collections.abc import Sequence
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.seminars.attendees import Guest
from training.seminars.contact_forms import HoldForm
from training.seminars.contacts import Described
from training.seminars.organisation_queries import One
from training.seminars.organisation_rules import words_of
from training.web.forms import Day, EmailLine, Form, Line, Paragraphs


class OrganisationForm(Form):
    """What is known of an organisation."""

    constraints = {
        name: ("name", _l("There is an organisation of this name already. Open that one."))
        for name in ("uq_organisation_key", "organisation.key")
    }
    name = Line(_l("Name"), needed=_l("Enter the name of the organisation"))
    domains = Paragraphs(_l("Domains of its mail addresses"), longest=4000)
    agreement_until = Day(_l("Last day of the agreement"), [validators.Optional()])

    @classmethod
    def of(cls, one: One) -> "OrganisationForm":
        """Return the form filled with what is known."""
        return cls(name=one.name, domains="\n".join(one.domains), agreement_until=one.agreement_until)

    def described(self) -> Described:
        """Return what was entered."""
        words = sorted({word.removeprefix("@") for word in words_of(self.domains.data or "")})
        return Described(self.name.data or "", words, self.agreement_until.data)


class ContactForm(Form):
    """Who is to act for an organisation."""

    name = Line(_l("Name"), needed=_l("Enter the name of the contact"))
    email = EmailLine(_l("Work e-mail"))

    def guest(self, organisation: str, language: str) -> Guest:
        """Return who is invited."""
        values: dict[str, Any] = {"name": self.name.data or "", "email": self.email.data or ""}
        return Guest(organisation=organisation, language=language, consent="", **values)


class BlockForm(HoldForm):
    """Seats that the desk keeps for an organisation. The dates and who acts for it are handed in as choices."""

    date = wtforms.SelectField(_l("Date"), [validators.InputRequired(_l("Choose a date"))])
    contact = wtforms.SelectField(_l("Who names them"), [validators.InputRequired(_l("Choose who acts for it"))])

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Make the form; what a contact is asked as "you" is asked about them here."""
        super().__init__(*arguments, **named)
        self.least.label.text = _l("With how few would they be content?")
        self.release_at.label.text = _l("They name everybody by")

    def among(self, dates: Sequence[tuple[str, str]], contacts: Sequence[tuple[str, str]]) -> "BlockForm":
        """Offer dates and contacts by their public ids."""
        self.date.choices = [SelectChoice(*one) for one in dates]
        self.contact.choices = [SelectChoice(*one) for one in contacts]
        return self
