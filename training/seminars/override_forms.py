"""Forms of the security team's hand: what is done with somebody's place, and who is registered on their behalf."""

from collections.abc import Sequence

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.seminars.attendees import Guest
from training.seminars.override_queries import Found
from training.seminars.overriding import Change, Hand, Wanted
from training.seminars.roster_queries import Comer
from training.seminars.rules import KEPT_FOR, State
from training.web.forms import EmailLine, Form, Line

_WORDS = {
    Change.FIRST: _l("Put before all others who wait"),
    Change.SEAT: _l("Give a seat, though all are taken"),
    Change.AWAY: _l("Take it away"),
}


def changes(state: State) -> tuple[Change, ...]:
    """Return what can be done with somebody in a state."""
    if state is State.WAITLISTED:
        return (Change.FIRST, Change.SEAT, Change.AWAY)
    if state is State.PENDING:
        return (Change.SEAT, Change.AWAY)
    return (Change.AWAY,) if state in KEPT_FOR else ()


class PlaceForm(Form):
    """What is done, and why. The choices are handed in."""

    what = wtforms.RadioField(_l("What is to be done"), [validators.InputRequired(_l("Choose what is to be done"))])
    confirmed = wtforms.BooleanField(_l("One more person fits into the room"))
    reason = Line(_l("Why"), needed=_l("Say why. It stays in the history; who loses a seat reads it."))

    def hand(self, by_person_id: int | None) -> Hand:
        """Return who does it and why."""
        return Hand(by_person_id, self.reason.data or "")

    def change(self) -> Wanted:
        """Return what is to be done."""
        return Wanted(Change(self.what.data), bool(self.confirmed.data))


def place_form(one: Comer) -> PlaceForm:
    """Return the form for somebody's place."""
    return _with_choices(PlaceForm(), one)


def sent_place_form(one: Comer) -> PlaceForm:
    """Return it as it was sent."""
    return _with_choices(PlaceForm.read(), one)


def _with_choices(form: PlaceForm, one: Comer) -> PlaceForm:
    form.what.choices = [SelectChoice(change, _WORDS[change]) for change in changes(one.state)]
    return form


class ColleagueForm(Form):
    """Which of our people is registered, and why by us. The choices are those who were found."""

    person = wtforms.SelectField(_l("Who"), [validators.InputRequired(_l("Choose one of those who were found"))])
    why = Line(_l("Why we register them"), needed=_l("Say why. It stays in the history."))

    def hand(self, by_person_id: int | None) -> Hand:
        """Return who does it and why."""
        return Hand(by_person_id, self.why.data or "")


def colleague_form(found: Sequence[Found], *, sent: bool = False) -> ColleagueForm:
    """Return the form with those who were found."""
    form = ColleagueForm.read() if sent else ColleagueForm()
    form.person.choices = [SelectChoice(one.public_id, _name(one)) for one in found]
    return form


def _name(one: Found) -> str:
    return f"{one.family}, {one.given} ({one.department})"


class GuestForForm(Form):
    """A guest by name and address, and why by us."""

    name = Line(_l("Their name"), needed=_l("Enter their name"))
    email = EmailLine(_l("Their e-mail"))
    organisation = Line(_l("Organisation"))
    reason = Line(_l("Why we ask for them"), needed=_l("Say why. It stays in the history."))

    def guest(self, language: str) -> Guest:
        """Return who is entered. They agree themselves, with the button of the mail."""
        return Guest(self.name.data or "", self.email.data or "", self.organisation.data or "", language, "")

    def hand(self, by_person_id: int | None) -> Hand:
        """Return who does it and why."""
        return Hand(by_person_id, self.reason.data or "")
