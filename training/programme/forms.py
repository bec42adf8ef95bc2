"""The form of the organisation's settings."""

from zoneinfo import available_timezones

import wtforms
from babel.numbers import is_currency
from flask_babel import lazy_gettext as _l

from training.core.site import Site
from training.web.forms import Form, Line


class Number(wtforms.IntegerField):
    """A whole number."""

    def process_formdata(self, values: list[str]) -> None:
        """Read what was sent, and complain in words of ours."""
        try:
            super().process_formdata(values)
        except ValueError:
            raise ValueError(_l("Enter a whole number from 1 to 100")) from None


def _known_zone(_form: wtforms.Form, field: wtforms.Field) -> None:
    if field.data not in available_timezones():
        raise wtforms.ValidationError(_l("Enter a time zone such as Europe/Paris or America/Chicago"))


def _known_currency(_form: wtforms.Form, field: wtforms.Field) -> None:
    if not is_currency(field.data):
        raise wtforms.ValidationError(_l("Enter the three letters of a currency, such as EUR or USD"))


class SettingsForm(Form):
    name = Line(_l("Name of the organisation"), needed=_l("Enter the name that people know"), longest=80)
    report_phone = Line(_l("Telephone of the security team, day and night"), longest=40)
    report_mail = Line(_l("Address for reports"))
    report_button = Line(_l("Name of the report button in the mail program"), longest=40)
    seminar_mail = Line(_l("Address for questions about seminars"))
    seminar_phone = Line(_l("Telephone for questions about seminars"), longest=40)
    zone = Line(
        _l("Time zone of the organisation"),
        needed=_l("Enter a time zone such as Europe/Paris"),
        validators=[_known_zone],
    )
    currency = Line(
        _l("Currency of costs"),
        needed=_l("Enter the three letters of a currency, such as EUR or USD"),
        validators=[_known_currency],
        default=Site.currency,
    )
    goal = Number(
        _l("Goal for shares, in per cent"),
        validators=[
            wtforms.validators.InputRequired(_l("Enter a whole number from 1 to 100")),
            wtforms.validators.NumberRange(1, 100, _l("Enter a whole number from 1 to 100")),
        ],
        default=Site.goal,
    )
