"""Forms of what people tell us: the answers beside a registration, what they need, and the questions themselves."""

from typing import Any, ClassVar

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.seminars import questions
from training.seminars.forms import GuestForm
from training.seminars.own_forms import OwnForm
from training.seminars.questions import FIELD, NO, YES, Asked, Question, QuestionKind, Told, field_name
from training.web.forms import Form, Line, Paragraphs

_ANSWER = _l("Answer this question")


class TellingForm(Form):
    """What is asked besides who comes: the questions of the seminar, see `with_questions`, and what somebody needs."""

    asked: ClassVar[Asked] = ()
    need = Paragraphs(_l("What do you need in order to take part?"), longest=1000)

    def answers(self) -> list[wtforms.Field]:
        """Return the fields of the seminar's questions, in their order."""
        return [self[field_name(one)] for one in self.asked]

    def told(self) -> Told:
        """Return what was told."""
        return Told({one.key: self[field_name(one)].data for one in self.asked}, self.need.data or "")


class PressForm(TellingForm, OwnForm):
    """What an employee sent with the press. What is asked is looked up by the verb, under its lock."""

    def process(self, formdata: Any = None, *arguments: Any, **named: Any) -> None:
        """Read the form, and what was sent for any question."""
        sent = formdata.items() if formdata else ()
        self.given = {
            name.removeprefix(FIELD): value for name, value in sent if name.startswith(FIELD) and isinstance(value, str)
        }
        super().process(formdata, *arguments, **named)

    def told(self) -> Told:
        """Return what was sent."""
        return Told(self.given, self.need.data or "")

    def again(self, asked: Asked) -> TellingForm:
        """Return the form as it was sent, with what is wrong at its fields, to be shown once more."""
        shown = own_form(asked).read()
        shown.validate()
        if not shown.errors:
            shown.form_errors = [*self.form_errors, *self.need.errors]
            shown.knows.errors = list(self.knows.errors)
        return shown


class OwnTellingForm(TellingForm, OwnForm):
    """What an employee fills in before the press."""


class GuestTellingForm(TellingForm, GuestForm):
    """Who asks from outside, with what they tell us."""


def own_form(asked: Asked) -> type[OwnTellingForm]:
    """Return the form that an employee fills in before the press."""
    return type("FormOfDate", (OwnTellingForm,), _fields(asked))


def guest_form(asked: Asked) -> type[GuestTellingForm]:
    """Return the form of a guest."""
    return type("AskingForm", (GuestTellingForm,), _fields(asked))


def _fields(asked: Asked) -> dict[str, Any]:
    return {"asked": asked, **{field_name(one): _field(one) for one in asked}}


def _field(one: Question) -> Any:
    if one.kind is QuestionKind.LINE:
        return Line(one.label, needed=_ANSWER if one.needed else None, longest=questions.LONGEST_LINE)
    needed: list[Any] = [validators.InputRequired(_ANSWER) if one.needed else validators.Optional()]
    if one.kind is QuestionKind.CHOICE:
        choices = [SelectChoice("", _l("Choose one")), *(SelectChoice(option, option) for option in one.options)]
        return wtforms.SelectField(one.label, needed, choices=choices)
    choices = [SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))]
    # A group of which nothing is chosen is no choice at all: without this an answer could not be left out.
    known = validators.AnyOf([YES, NO], _ANSWER)
    return wtforms.RadioField(one.label, [*needed, known], choices=choices, validate_choice=False)


class QuestionForm(Form):
    """A question of a seminar."""

    label = Line(_l("Question"), needed=_l("Enter the question"))
    kind = wtforms.RadioField(
        _l("How it is answered"), default=QuestionKind.LINE,
        choices=[
            SelectChoice(QuestionKind.LINE, _l("In a short line")),
            SelectChoice(QuestionKind.CHOICE, _l("By one of a list")),
            SelectChoice(QuestionKind.YES_NO, _l("By yes or no")),
        ],
    )  # fmt: skip
    options = Paragraphs(_l("The list, one answer on each line"), longest=3000)
    needed = wtforms.BooleanField(_l("Nobody can register without an answer"))

    def question(self, key: str = "") -> Question:
        """Return what was entered."""
        options = tuple((self.options.data or "").splitlines())
        return Question(key, QuestionKind(self.kind.data), self.label.data or "", options, bool(self.needed.data))


def question_form(one: Question) -> QuestionForm:
    """Return the form filled with a question as it stands."""
    return QuestionForm(label=one.label, kind=one.kind, options="\n".join(one.options), needed=one.needed)


def session_form(asked: Asked, *, guest: bool, consent: str, opened: str) -> TellingForm:
    """Return the empty form of a date: a guest's, or what an employee fills in before the press."""
    return guest_form(asked)(consent=consent, opened=opened) if guest else own_form(asked)()
