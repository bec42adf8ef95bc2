"""Forms of planning: a date with all its terms, a series, another time and place, fewer seats, a step in its life."""

import re
from datetime import datetime
from typing import Any, cast

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.seminars.editing import Change
from training.seminars.forms import LONGEST_MINUTES, MOST_SEATS, Moment, number
from training.seminars.moving import Decision, Keep
from training.seminars.placing import Aim
from training.seminars.planning import NewSession
from training.seminars.publishing import Step
from training.seminars.recurrence import FEWEST, LONGEST_PAUSE, MOST, Pattern, Rhythm
from training.seminars.rules import Audience
from training.seminars.series import NewSeries
from training.seminars.terms import Terms
from training.web.forms import Form, Line, Paragraphs

LONGEST_OFFER = 30 * 24
DRAFT, PUBLISHED = "draft", "publish"
_FORMAT = "%Y-%m-%dT%H:%M"


def _moment(label: Any) -> Moment:
    return Moment(label, [validators.Optional()], format=_FORMAT)


class JoinForm(Form):
    """Where people join online."""

    join_url = Line(_l("Link to join, told only to people with a seat"))

    def validate_join_url(self, field: wtforms.Field) -> None:
        if field.data and not re.fullmatch(r"https://[^\s/]+(/\S*)?", field.data):
            raise validators.ValidationError(_l("Enter an address that begins with https://"))


class TermsForm(JoinForm):
    """The terms of a date, as planning and editing ask for them."""

    audience = wtforms.RadioField(
        _l("Who may come"), default=Audience.BOTH,
        choices=[
            SelectChoice(Audience.BOTH, _l("Staff and guests")), SelectChoice(Audience.STAFF, _l("Staff only")),
            SelectChoice(Audience.OUTSIDE, _l("Guests only")),
            SelectChoice(Audience.INVITED, _l("Guests with an invitation only")),
        ],
    )  # fmt: skip
    opens = _moment(_l("Registration opens"))
    closes = _moment(_l("Registration ends"))
    cancel_until = _moment(_l("Seats can be given back until"))
    needs_approval = wtforms.BooleanField(_l("The manager has to agree before an employee gets a seat"))
    offer_hours = number(_l("Hours to accept a seat that came free"), 1, LONGEST_OFFER)
    arrival = Paragraphs(_l("How to get in, told only to people with a seat"), longest=2000)

    def terms(self) -> Terms:
        """Return what was entered, but for who may come and where people join."""
        return Terms(
            self.opens.data, self.closes.data, self.cancel_until.data, bool(self.needs_approval.data),
            self.offer_hours.data, self.arrival.data or "",
        )  # fmt: skip

    def change(self) -> Change:
        """Return what was entered for a date that stands."""
        return Change(Audience(self.audience.data), self.terms(), self.join_url.data or "")


class PlaceForm(Form):
    """When and where. The choices of rooms and zones are handed in."""

    starts = Moment(
        _l("Date and time, by the clock at the place"), [validators.InputRequired(_l("Enter the date and the time"))],
        format=_FORMAT,
    )  # fmt: skip
    venue = wtforms.SelectField(_l("Room"))
    zone = wtforms.SelectField(_l("Time zone"))
    minutes = number(_l("Minutes"), 5, LONGEST_MINUTES, needed=True)


class SessionForm(PlaceForm, TermsForm):
    """A new date."""

    capacity = number(_l("Seats"), 1, MOST_SEATS)
    life = wtforms.RadioField(
        _l("Who sees it"), default=PUBLISHED,
        choices=[
            SelectChoice(PUBLISHED, _l("Publish it: people can take seats")),
            SelectChoice(DRAFT, _l("Keep it as a draft: only those who run seminars see it")),
        ],
    )  # fmt: skip

    def session(self, seminar: str) -> NewSession:
        """Return what was entered."""
        return NewSession(
            seminar=seminar, local_start=cast(datetime, self.starts.data), zone=self.zone.data or "",
            venue=self.venue.data or "", join_url=self.join_url.data or "", capacity=self.capacity.data,
            audience=Audience(self.audience.data), minutes=self.minutes.data, terms=self.terms(),
            draft=self.life.data == DRAFT,
        )  # fmt: skip


class SeriesForm(SessionForm):
    """Several dates: the first one, and how they go on."""

    rhythm = wtforms.RadioField(
        _l("How often"), default=Rhythm.WEEKS,
        choices=[
            SelectChoice(Rhythm.WEEKS, _l("Every so many weeks")),
            SelectChoice(Rhythm.SAME_WEEKDAY, _l("Every month on the same weekday, such as the second Tuesday")),
            SelectChoice(Rhythm.SAME_DAY, _l("Every month on the same day, such as the 15th")),
        ],
    )  # fmt: skip
    every = number(_l("Weeks from one date to the next"), 1, LONGEST_PAUSE, default=1, needed=True)
    times = number(_l("How many dates"), FEWEST, MOST, default=4, needed=True)
    trainer = Line(_l("Who gives them: a work e-mail address"))
    leave_out = wtforms.BooleanField(_l("Leave out the days on which it cannot be"))

    def series(self, seminar: str) -> NewSeries:
        """Return what was entered."""
        pattern = Pattern(Rhythm(self.rhythm.data), self.times.data or 0, self.every.data or 0)
        return NewSeries(self.session(seminar), pattern, self.trainer.data or "", bool(self.leave_out.data))


class MoveForm(PlaceForm, JoinForm):
    """Another time or place. `seen` is the stamp of the preview, empty on the first page."""

    keep = wtforms.RadioField(
        _l("What becomes of the seats"), default=Keep.INFORM,
        choices=[
            SelectChoice(Keep.INFORM, _l("Keep the seats and inform people")),
            SelectChoice(Keep.ASK, _l("Keep the seats and ask people whether the new date suits them")),
        ],
    )  # fmt: skip
    seen = wtforms.HiddenField()

    def aim(self) -> Aim:
        """Return where it goes."""
        return Aim(
            cast(datetime, self.starts.data), self.minutes.data or 0, self.zone.data or "", self.venue.data or "",
            self.join_url.data or "",
        )  # fmt: skip

    def decision(self) -> Decision:
        """Return what was chosen, and what had been seen then."""
        return Decision(Keep(self.keep.data), self.seen.data or "")


class ShrinkForm(Form):
    """How few seats there are to be, once it was seen who goes back to the list."""

    capacity = wtforms.HiddenField()
    seen = wtforms.HiddenField()

    def few(self) -> int:
        """Return the number; 0 for what is none."""
        value = (self.capacity.data or "")[:6]
        return int(value) if value.isdecimal() else 0


class StepForm(Form):
    """A step in the life of a date."""

    step = wtforms.HiddenField(validators=[validators.AnyOf(list(Step))])

    def chosen(self) -> Step:
        """Return the step."""
        return Step(self.step.data or "")


def kept(form: Form) -> tuple[tuple[str, str], ...]:
    """Return what was sent, for a page that asks once more before it is done: names and values as they came."""
    fields = [field for field in form if field.name not in {"seen", "keep", "leave_out"}]
    return tuple((field.name, str(field.raw_data[0])) for field in fields if field.raw_data)
