"""Forms of seminars: a guest's wish, a new seminar, a date, the register and its corrections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.seminars.attendance import Correction, Marked
from training.seminars.attendees import Guest
from training.seminars.planning import AgendaItem, NewSeminar
from training.seminars.rules import Mark
from training.web.forms import EmailLine, Form, Line, Paragraphs

LONGEST_MINUTES = 24 * 60
MOST_SEATS = 100_000
LANGUAGES = [
    SelectChoice("en", "English"),
    SelectChoice("fr", "Français"),
    SelectChoice("es", "Español"),
    SelectChoice("de", "Deutsch"),
]
AGENDA_LINE = re.compile(r"(\d{1,4})\s*;\s*([^;]{1,200})(?:;\s*(.{0,400}))?")
MARKS = [
    SelectChoice(Mark.HERE, _l("Here")),
    SelectChoice(Mark.PARTLY, _l("Partly")),
    SelectChoice(Mark.ABSENT, _l("Absent")),
    SelectChoice(Mark.EXCUSED, _l("Excused")),
]
_BETWEEN = _l("Enter a whole number from %(min)s to %(max)s")


class WholeNumber(wtforms.IntegerField):
    """A whole number; what is none is told in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Enter a whole number")) from None


class Moment(wtforms.DateTimeLocalField):
    """A day and a time by the clock; what is none is told in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Enter the date and the time")) from None


def number(label: Any, low: int, high: int, **options: Any) -> WholeNumber:
    first = (
        validators.InputRequired(_l("Enter a whole number")) if options.pop("needed", False) else validators.Optional()
    )
    return WholeNumber(label, [first, validators.NumberRange(low, high, _BETWEEN)], **options)


class GuestForm(Form):
    """Who asks from outside. `website` is seen by robots only; `opened` is the signed moment of the page."""

    name = Line(_l("Your name"), needed=_l("Enter your name"))
    email = EmailLine(_l("Work e-mail"))
    organisation = Line(_l("Organisation"), needed=_l("Enter the organisation that you come from"))
    agree = wtforms.BooleanField("", [validators.InputRequired(_l("Tick the box, or we cannot keep your name"))])
    website = wtforms.StringField(_l("Leave this empty"))
    opened = wtforms.HiddenField()

    def __init__(self, *arguments: Any, consent: str = "", **named: Any) -> None:
        """Make the form; `consent` is the sentence beside the box."""
        super().__init__(*arguments, **named)
        self.agree.label.text = consent

    def guest(self, language: str) -> Guest:
        """Return who asks, with the very sentence to which they agreed."""
        return Guest(
            self.name.data or "",
            self.email.data or "",
            self.organisation.data or "",
            language,
            str(self.agree.label.text),
        )


class SeminarForm(Form):
    """A new seminar."""

    constraints = {
        name: ("title", _l("There is a seminar of this name. Choose another one, or plan a date of that one."))
        for name in ("uq_seminar_slug", "seminar.slug")
    }
    title = Line(_l("Title"), needed=_l("Enter the title"))
    summary = Paragraphs(
        _l("What it is about, in one or two sentences"), needed=_l("Say what it is about"), longest=600
    )
    minutes = number(_l("Minutes"), 5, LONGEST_MINUTES, needed=True)
    language = wtforms.SelectField(_l("Language"), choices=LANGUAGES)
    agenda = Paragraphs(_l("What happens"), longest=8000)
    good_to_know = Paragraphs(_l("Good to know"))
    retention_days = number(_l("Days after which the names of guests are erased"), 1, 365, needed=True, default=30)
    topic = wtforms.SelectField(_l("Topic"))
    kit = wtforms.HiddenField()
    """The kit that it is held from: then it is known by the kit's name."""

    def validate_kit(self, field: wtforms.Field) -> None:
        if field.data and field.data != _slug(field.data):
            raise validators.ValidationError(_l("There is no such kit. Open the kit again and begin from there."))

    def validate_agenda(self, field: wtforms.Field) -> None:
        wrong = [line for line in _lines(field.data) if not AGENDA_LINE.fullmatch(line)]
        if wrong:
            raise validators.ValidationError(_l("Write each part as “50; The first call; Who calls whom”"))

    def seminar(self) -> NewSeminar:
        """Return what was entered; its address comes from the title."""
        parts = [match for line in _lines(self.agenda.data) if (match := AGENDA_LINE.fullmatch(line))]
        return NewSeminar(
            slug=self.kit.data or _slug(self.title.data or ""), title=self.title.data or "",
            summary=self.summary.data or "",
            minutes=self.minutes.data or 0, good_to_know=self.good_to_know.data or "",
            agenda=tuple(AgendaItem(int(one[1]), one[2].strip(), (one[3] or "").strip()) for one in parts),
            language=self.language.data or "en", retention_days=self.retention_days.data or 30,
            topic=self.topic.data or "",
        )  # fmt: skip


class RoomForm(Form):
    """A room at a site."""

    constraints = {
        name: ("name", _l("This site has a room of that name already."))
        for name in ("uq_venue_site_id_name", "venue.site_id, venue.name")
    }
    site = wtforms.SelectField(_l("Site"))
    name = Line(_l("Name of the room"), needed=_l("Enter the name of the room"))
    seats = number(_l("Seats"), 1, MOST_SEATS)


class CapacityForm(Form):
    """How many seats there are; empty: as many as come."""

    capacity = number(_l("Seats"), 1, MOST_SEATS)


class CallOffForm(Form):
    """Why a date does not take place."""

    reason = Line(_l("Why it does not take place"), needed=_l("Say why. Everybody who is told reads it."))


class RegisterForm(Form):
    """The register: fields are added for each person, see `register_form`."""

    def marks(self, registrations: Sequence[str]) -> dict[str, Marked]:
        """Return the ticks by registration, without the people who are not marked.

        What still stands as it was shown is left out: a scan that came meanwhile is not undone by an old page.
        """
        found = {one: (self[f"{one}-mark"].data, self[f"{one}-minutes"].data) for one in registrations}
        return {
            one: Marked(Mark(mark), minutes)
            for one, (mark, minutes) in found.items()
            if mark in set(Mark) and self[f"{one}-was"].data != stands(mark, minutes)
        }


@dataclass(frozen=True)
class Person:
    """One line of the register, as the form needs it."""

    registration: str
    name: str
    mark: Mark | None
    minutes: int | None


def stands(mark: str | None, minutes: int | None) -> str:
    """Write a mark as a page of the register remembers that it was shown."""
    return f"{mark or ''} {'' if minutes is None else minutes}".strip()


def register_form(people: Sequence[Person]) -> type[RegisterForm]:
    """Return the form with three choices and a field for minutes for each person."""
    fields: dict[str, Any] = {}
    for one in people:
        fields[f"{one.registration}-mark"] = wtforms.RadioField(
            one.name, [validators.Optional()], choices=MARKS, default=one.mark, validate_choice=False
        )
        fields[f"{one.registration}-minutes"] = WholeNumber(
            _l("Minutes present"), [validators.Optional()], default=one.minutes
        )
        fields[f"{one.registration}-was"] = wtforms.HiddenField(default=stands(one.mark, one.minutes))
    return type("RegisterOfSession", (RegisterForm,), fields)


class CorrectionForm(Form):
    """What should have been signed, and why it was not."""

    mark = wtforms.RadioField(_l("What is right"), choices=MARKS)
    minutes = number(_l("Minutes present"), 1, LONGEST_MINUTES)
    reason = Line(_l("Why it was signed differently"), needed=_l("Say why. The reason stays with the record."))

    def correction(self) -> Correction:
        """Return what was entered."""
        return Correction(Mark(self.mark.data), self.minutes.data, self.reason.data or "")


def _lines(value: str | None) -> list[str]:
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:80].strip("-") or "seminar"
