"""The form of a guest who wants to be told when a seminar is held."""

from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators

from training.seminars.asking import Asked
from training.seminars.attendees import Guest
from training.web.forms import EmailLine, Form, Line


class InterestForm(Form):
    """Who wants to be told. `website` is seen by robots only; `opened` is the signed moment of the page."""

    name = Line(_l("Your name"), needed=_l("Enter your name"))
    email = EmailLine(_l("Work e-mail"))
    agree = wtforms.BooleanField("", [validators.InputRequired(_l("Tick the box, or we cannot keep your name"))])
    website = wtforms.StringField(_l("Leave this empty"))
    opened = wtforms.HiddenField()

    def __init__(self, *arguments: Any, consent: str = "", **named: Any) -> None:
        """Make the form; `consent` is the sentence beside the box."""
        super().__init__(*arguments, **named)
        self.agree.label.text = consent

    def guest(self, language: str) -> Guest:
        """Return who asks, with the very sentence to which they agreed."""
        return Guest(self.name.data or "", self.email.data or "", "", language, str(self.agree.label.text))

    def asked(self, network: str) -> Asked:
        """Return what came with the form besides the guest."""
        return Asked(self.website.data or "", self.opened.data or "", network)


class WhereForm(Form):
    """Where an employee would come: at their own site, or online."""

    where = wtforms.HiddenField()

    @property
    def online(self) -> bool:
        """Whether they would come online."""
        return self.where.data == "online"
