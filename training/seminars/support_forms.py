"""Forms of what goes with a date: who gives it, materials, costs."""

import re
from decimal import Decimal
from functools import cached_property
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.core.files import LARGEST, Upload
from training.seminars.costs import NewCost
from training.seminars.materials import NewMaterial
from training.seminars.plan_models import CostKind, TrainerRole
from training.seminars.trainers import NewTrainer
from training.web.forms import Form, Line
from training.web.request import upload

AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?")
BEFORE, AFTER = "before", "after"
DATE, SEMINAR = "date", "seminar"


class TrainerForm(Form):
    """Who gives a date. The people found are handed in as choices."""

    constraints = {
        name: ("name", _l("They give this date already."))
        for name in ("uq_session_trainer_person", "session_trainer.session_id")
    }
    person = wtforms.RadioField(_l("Our people of this name"), [validators.Optional()], validate_choice=False)
    name = Line(_l("Or somebody from outside, by name"))
    role = wtforms.RadioField(
        _l("What they do"), default=TrainerRole.TRAINER,
        choices=[
            SelectChoice(TrainerRole.TRAINER, _l("Gives the seminar")), SelectChoice(TrainerRole.HOST, _l("Hosts it")),
            SelectChoice(TrainerRole.HELPER, _l("Helps and checks people in")),
        ],
    )  # fmt: skip
    anyway = wtforms.BooleanField(_l("Plan it anyway if they have a seat elsewhere at that time"))

    def among(self, people: list[tuple[str, str]]) -> "TrainerForm":
        """Offer people by public id."""
        self.person.choices = [SelectChoice(*one) for one in people]
        return self

    def trainer(self) -> NewTrainer:
        """Return who was chosen."""
        return NewTrainer(
            TrainerRole(self.role.data), self.person.data or "", self.name.data or "", bool(self.anyway.data)
        )  # fmt: skip


class MaterialForm(Form):
    """A file or an address."""

    title = Line(_l("What it is"), needed=_l("Say what it is, in a few words"))
    file = wtforms.FileField(_l("A file"))
    address = Line(_l("Or an address on the web"))
    when = wtforms.RadioField(
        _l("For whom"), default=BEFORE,
        choices=[
            SelectChoice(BEFORE, _l("For everybody with a seat")),
            SelectChoice(AFTER, _l("For those who were there, once the attendance is signed")),
        ],
    )  # fmt: skip
    whose = wtforms.RadioField(
        _l("Of which dates"),
        default=DATE,
        choices=[SelectChoice(DATE, _l("Of this date")), SelectChoice(SEMINAR, _l("Of all dates of the seminar"))],
    )

    @cached_property
    def sent(self) -> Upload | None:
        """What was sent as the file; it can be read once."""
        return upload("file")

    def validate_file(self, _field: wtforms.Field) -> None:
        """Look at the file together with the other fields, so that all is told at once."""
        if self.sent is not None and len(self.sent.content) > LARGEST:
            raise validators.ValidationError(_l("The file is larger than 20 MB. Make it smaller, or give its address."))

    def material(self) -> NewMaterial:
        """Return what was entered."""
        return NewMaterial(
            self.title.data or "", self.when.data == AFTER, self.whose.data == SEMINAR, self.address.data or "",
            self.sent,
        )  # fmt: skip


class CostForm(Form):
    """What something costs."""

    kind = wtforms.SelectField(
        _l("What for"),
        choices=[
            SelectChoice(CostKind.ROOM, _l("Room")), SelectChoice(CostKind.TRAINER, _l("Trainer")),
            SelectChoice(CostKind.CATERING, _l("Catering")), SelectChoice(CostKind.TRAVEL, _l("Travel")),
            SelectChoice(CostKind.MATERIAL, _l("Material")), SelectChoice(CostKind.OTHER, _l("Other")),
        ],
    )  # fmt: skip
    amount = Line(_l("Amount"), needed=_l("Enter the amount, such as 120 or 120.50"))
    budget_line = Line(_l("Line of the budget"), needed=_l("Enter the line as the finance department names it"))
    note = Line(_l("Note"))

    def validate_amount(self, field: Any) -> None:
        if field.data and not AMOUNT.fullmatch(field.data):
            raise validators.ValidationError(_l("Enter the amount, such as 120 or 120.50"))

    def cost(self) -> NewCost:
        """Return what was entered."""
        cents = int(Decimal((self.amount.data or "0").replace(",", ".")) * 100)
        return NewCost(CostKind(self.kind.data), cents, self.budget_line.data or "", self.note.data or "")


class StrikeForm(Form):
    """Which row is taken out."""

    row = wtforms.HiddenField()
