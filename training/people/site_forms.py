"""The form of a site's working week: boxes for the days of the week, and days off one a line."""

from collections.abc import Iterator
from datetime import date

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import validators, widgets
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from training.people.site_queries import Week
from training.web.forms import Form, Paragraphs

MOST_TOLD = 5
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Boxes(wtforms.SelectMultipleField):
    """Several boxes to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def pre_validate(self, form: object) -> None:
        """Leave it to the verb: what is no day of the week is passed over, and none at all is refused there."""


class WeekForm(Form):
    """On which days people work at a site."""

    working_days = Boxes(
        _l("Working days"),
        choices=[
            SelectChoice("1", _l("Monday")), SelectChoice("2", _l("Tuesday")), SelectChoice("3", _l("Wednesday")),
            SelectChoice("4", _l("Thursday")), SelectChoice("5", _l("Friday")), SelectChoice("6", _l("Saturday")),
            SelectChoice("7", _l("Sunday")),
        ],
    )  # fmt: skip
    days_off = Paragraphs(_l("Days off"), longest=8000)

    @classmethod
    def of(cls, week: Week) -> "WeekForm":
        """Make the form from what is kept."""
        return cls(data={"working_days": list(week.working_days), "days_off": "\n".join(week.days_off)})

    def validate_days_off(self, field: wtforms.Field) -> None:
        wrong = [(number, word) for number, word, day in _lines(field.data) if day is None]
        if wrong:
            told = [
                gettext("Line %(number)d: “%(word)s” is no day.", number=number, word=word[:40])
                for number, word in wrong[:MOST_TOLD]
            ]
            more = [gettext("And more lines.")] if len(wrong) > MOST_TOLD else []
            cure = gettext("Write each day like 2026-12-25.")
            raise validators.ValidationError(" ".join([*told, *more, cure]))

    @property
    def days(self) -> list[date]:
        """The days off, once the form is valid."""
        return [day for _number, _word, day in _lines(self.days_off.data) if day is not None]


def _lines(typed: str | None) -> Iterator[tuple[int, str, date | None]]:
    for number, line in enumerate((typed or "").splitlines(), start=1):
        if word := line.strip():
            yield number, word, _day(word)


def _day(word: str) -> date | None:
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
