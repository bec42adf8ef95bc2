"""Forms of the day: taps from a telephone, one press at the door, who came unexpected, who was forgotten."""

import json
from datetime import UTC, datetime
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l

from training.core.world import new_public_id
from training.seminars.checking_in import Batch, Tap
from training.seminars.forms import MARKS, CorrectionForm
from training.seminars.walk_ins import WalkIn
from training.web.forms import EmailLine, Form, Line

MOST_TAPS = 500
NONCE = (8, 40)  # characters
LONGEST_ID = 40


class TapForm(Form):
    """One press at the door without a script: whose, and the name of the page that it was made on."""

    registration = wtforms.HiddenField()
    nonce = wtforms.HiddenField()

    def batch(self, registration: str, now: datetime) -> Batch:
        """Return the press as a tap of this moment. The same button of the same page is the same tap."""
        page, whose = _readable(self.nonce.data)[:12] or new_public_id(), _readable(registration)[:LONGEST_ID]
        return Batch((Tap(f"{page}-{whose}"[: NONCE[1]], whose, now),))


class TapsForm(Form):
    """What a telephone kept while it had no network, as JSON: a list of {nonce, registration, at}."""

    taps = wtforms.HiddenField()
    sent_at = wtforms.HiddenField()
    """By the telephone's clock, in thousandths of a second."""

    def batch(self, now: datetime) -> Batch:
        """Return what was sent; what cannot be read names nobody."""
        found = [_tap(one, now) for one in _listed(self.taps.data or "")[:MOST_TAPS]]
        return Batch(tuple(one for one in found if one is not None), _moment(self.sent_at.data))


def _readable(value: str | None) -> str:
    return value if value is not None and value.isprintable() else ""


def _listed(value: str) -> list[Any]:
    try:
        found = json.loads(value)
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _tap(one: Any, now: datetime) -> Tap | None:
    told = one if isinstance(one, dict) else {}
    nonce, registration = str(told.get("nonce", "")), str(told.get("registration", ""))
    readable = NONCE[0] <= len(nonce) <= NONCE[1] and f"{nonce}{registration}".isprintable()
    return Tap(nonce, registration[:LONGEST_ID], _moment(told.get("at")) or now) if readable else None


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(value) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


class WalkInForm(Form):
    """Who came unexpected. The boxes are shown once they are needed."""

    name = Line(_l("Name"))
    email = EmailLine(_l("E-mail"))
    chair = wtforms.BooleanField(_l("There is one more chair"))
    crowded = wtforms.BooleanField(_l("One more is safe in this room"))

    def walk_in(self, language: str) -> WalkIn:
        """Return who stands at the door."""
        told = (self.name.data or "", self.email.data or "", language)
        return WalkIn(*told, chair=bool(self.chair.data), crowded=bool(self.crowded.data))


class ForgottenForm(CorrectionForm):
    """Who was there and stands nowhere, and why."""

    name = Line(_l("Name"))
    email = EmailLine(_l("E-mail"))
    reason = Line(_l("Why they were not on the list"), needed=_l("Say why. The reason stays with the record."))
    mark = wtforms.RadioField(_l("What is right"), choices=MARKS[:2], default="here")

    def walk_in(self, language: str) -> WalkIn:
        """Return who was there."""
        return WalkIn(self.name.data or "", self.email.data or "", language)
