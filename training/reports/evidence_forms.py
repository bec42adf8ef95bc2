"""Forms of evidence: ask for a pack, let an auditor in."""

from collections.abc import Sequence
from datetime import date
from typing import Self

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.completion.evidence_queries import Named
from training.completion.evidence_rules import MOST_SAMPLED, SAMPLE
from training.completion.evidence_service import NewEngagement, NewPack
from training.people.auditors import Outsider
from training.seminars.forms import WholeNumber
from training.web.forms import Day, EmailLine, Form, Line
from training.web.words import _

_NEEDED = validators.InputRequired(_l("Enter a date"))
_NUMBER = [
    validators.InputRequired(_l("Enter a number")),
    validators.NumberRange(1, MOST_SAMPLED, _l("Enter a number from 1 to %(max)s")),
]
LONGEST_SEED = 40


class _Ticks(wtforms.SelectMultipleField):
    widget = wtforms.widgets.ListWidget(prefix_label=False)
    option_widget = wtforms.widgets.CheckboxInput()


class PackForm(Form):
    """What is to be proved."""

    requirement = wtforms.SelectField(_l("Requirement"), validate_choice=False)
    since = Day(_l("First day"), validators=[_NEEDED])
    until = Day(_l("Last day"), validators=[_NEEDED])
    sample = WholeNumber(_l("People in the sample"), _NUMBER, default=SAMPLE)
    seed = Line(_l("Seed of the sample"), longest=LONGEST_SEED)

    def offering(self, requirements: Sequence[Named]) -> Self:
        """Put the requirements that there are."""
        chosen = [SelectChoice(one.slug, one.title) for one in requirements]
        self.requirement.choices = [SelectChoice("", _("Choose")), *chosen]
        return self

    def pack(self) -> NewPack:
        """Return what was entered; only asked of a form that is valid."""
        return NewPack(
            self.requirement.data or "", self.since.data or date.min, self.until.data or date.min,
            self.sample.data or 0, self.seed.data or "",
        )  # fmt: skip


class AuditorForm(Form):
    """Who from outside may read what, until when."""

    given = Line(_l("Given name"), needed=_l("Enter the given name"))
    family = Line(_l("Family name"), needed=_l("Enter the family name"))
    email = EmailLine(_l("E-mail address"))
    requirement = _Ticks(_l("What they may read"), validate_choice=False)
    since = Day(_l("First day of the period"), validators=[_NEEDED])
    until = Day(_l("Last day of the period"), validators=[_NEEDED])
    last = Day(_l("Last day on which they may sign in"), validators=[_NEEDED])
    reason = Line(_l("Why"), needed=_l("Say why, in a few words"))

    def offering(self, requirements: Sequence[Named]) -> Self:
        """Put the requirements that there are."""
        self.requirement.choices = [SelectChoice(one.slug, one.title) for one in requirements]
        return self

    def engagement(self) -> NewEngagement:
        """Return what was entered; only asked of a form that is valid."""
        outsider = Outsider(self.given.data or "", self.family.data or "", self.email.data or "")
        return NewEngagement(
            outsider, tuple(self.requirement.data or ()), self.since.data or date.min, self.until.data or date.min,
            self.last.data or date.min, self.reason.data or "",
        )  # fmt: skip
