"""The forms of risks: a new one, another rating, who answers for it."""

from dataclasses import dataclass
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.programme.risk_queries import RiskRow
from training.programme.risks import NewRating
from training.programme.rules import LEAST, MOST
from training.web.forms import Form, Line

WHY = _l("Say in a sentence why you see it so")


class Scale(wtforms.SelectField):
    """A number from 1 to 5 with its word."""

    def __init__(self, label: Any, words: tuple[Any, ...], needed: Any, **options: Any) -> None:
        numbered = [SelectChoice(str(number), word) for number, word in enumerate(words, LEAST)]
        choices = [SelectChoice("", _l("Choose")), *numbered]
        checks = [validators.AnyOf([str(number) for number in range(LEAST, MOST + 1)], message=needed)]
        super().__init__(label, checks, choices=choices, validate_choice=False, **options)


def _likelihood() -> Scale:
    return Scale(
        _l("How likely is it?"),
        (_l("1: hardly ever"), _l("2: seldom"), _l("3: now and then"), _l("4: likely"), _l("5: almost certain")),
        _l("Choose how likely it is"),
    )


def _impact() -> Scale:
    return Scale(
        _l("How bad would it be?"),
        (_l("1: hardly felt"), _l("2: small"), _l("3: painful"), _l("4: grave"), _l("5: threatens the organisation")),
        _l("Choose how bad it would be"),
    )


class _Scales(Form):
    likelihood = _likelihood()
    impact = _impact()

    def wished(self, present: RiskRow) -> tuple[int, int]:
        """Return the two numbers that were chosen; what cannot be read is as it is now."""
        return _number(self.likelihood.data) or present.likelihood, _number(self.impact.data) or present.impact


def _number(chosen: str | None) -> int | None:
    numbers = {str(number): number for number in range(LEAST, MOST + 1)}
    return numbers.get(chosen or "")


class WishForm(_Scales):
    """What somebody wants to see the consequences of. It changes nothing."""


class RateForm(_Scales):
    reason = Line(_l("Why"), needed=WHY)

    def rating(self) -> NewRating:
        """Return what was entered."""
        return NewRating(int(self.likelihood.data), int(self.impact.data), self.reason.data or "")


class RiskForm(RateForm):
    title = Line(_l("What may go wrong"), needed=_l("Say in a few words what may go wrong"), longest=120)
    owner = Line(_l("Who answers for it"))


class OwnerForm(Form):
    owner = Line(_l("Who answers for it"))


@dataclass(frozen=True)
class Beside:
    """The forms on the page of one risk. `close` holds nothing but what speaks against closing it."""

    wish: WishForm
    owner: OwnerForm
    close: Form


def beside(present: RiskRow, owner: OwnerForm | None = None, close: Form | None = None) -> Beside:
    """Return the forms of a risk's page, one of them perhaps as it was sent."""
    wish = WishForm(likelihood=str(present.likelihood), impact=str(present.impact))
    return Beside(wish, owner or OwnerForm(), close or Form())
