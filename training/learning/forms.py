"""The forms of this room, but for answers: agreeing to a policy, taking a question out, arranging for a person."""

from typing import Self

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from training.learning.accommodation_service import NewArrangement
from training.web.forms import Day, Form, Line, Paragraphs


class AgreeForm(Form):
    """One box to tick, whose label is the statement itself. `digest` names the text that was shown."""

    agree = wtforms.BooleanField(
        validators=[validators.InputRequired(_l("Tick the box to say that you agree; or ask first, and agree later"))]
    )
    digest = wtforms.HiddenField()

    def to(self, statement: str, digest: str) -> Self:
        """Put the sentence that is agreed to, and the digest of the text that is shown now."""
        self.agree.label.text = statement
        if self.digest.data != digest:
            # The box is for the text that is on the page.
            self.agree.data = False
        self.digest.data = digest
        return self


class VoidForm(Form):
    """Why a question is taken out."""

    reason = Paragraphs(_l("What is wrong with it?"), needed=_l("Say in a sentence what is wrong with it"), longest=200)


TIMES = ("100", "125", "150", "200", "none")


class ArrangeForm(Form):
    """How the questions are made to fit a person."""

    person = Line(_l("Person"), needed=_l("Enter the person's work e-mail address"))
    time = wtforms.RadioField(
        _l("Time, where a course sets a limit"),
        choices=[
            SelectChoice("100", _l("As everybody")), SelectChoice("125", _l("A quarter more")),
            SelectChoice("150", _l("Half as long again")), SelectChoice("200", _l("Twice as long")),
            SelectChoice("none", _l("No limit")),
        ],
        default="100",
    )  # fmt: skip
    without_pause = wtforms.BooleanField(_l("No pause after three tries"))
    plain_questions = wtforms.BooleanField(_l("Only questions that are answered by choosing from a list"))
    until = Day(_l("Until"), validators=[validators.Optional()])
    reason = Line(_l("For the file"), needed=_l("Say in a few words why; nobody but this list and the person sees it"))

    def arrangement(self) -> NewArrangement:
        """Return what was entered."""
        time = self.time.data if self.time.data in TIMES else "100"
        return NewArrangement(
            email=self.person.data or "", time_percent=None if time == "none" else int(time),
            without_pause=self.without_pause.data, plain_questions=self.plain_questions.data, until=self.until.data,
            reason=self.reason.data or "",
        )  # fmt: skip
