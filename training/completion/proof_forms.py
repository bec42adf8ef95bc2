"""Forms of proofs from elsewhere: hand one in, decide about it, take the decision back."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.completion import proof_files
from training.completion.proof_service import Decision, NewProof
from training.core.errors import Refused
from training.core.files import Upload
from training.web.forms import Day, Form, Line, Paragraphs
from training.web.request import translated, upload


class ProofForm(Form):
    """What was done elsewhere, and the file that shows it."""

    counts_as = wtforms.RadioField(_l("What is it to count as?"), validate_choice=False)
    title = Line(_l("What it is called"), needed=_l("Enter what stands on the paper"))
    issuer = Line(_l("Who issued it"), needed=_l("Enter the organisation that issued it"))
    done_on = Day(
        _l("The day on which you did it"), [validators.InputRequired(_l("Enter the day that the paper names"))]
    )
    file = wtforms.FileField(_l("The file"), [validators.DataRequired(_l("Choose the file"))])

    def among(self, accepted: Mapping[str, str], chosen: str = "") -> "ProofForm":
        """Offer what the viewer's duties accept, words by public id; the only thing is chosen already."""
        self.counts_as.choices = [SelectChoice(*one) for one in accepted.items()]
        alone = next(iter(accepted)) if len(accepted) == 1 else ""
        self.counts_as.data = self.counts_as.data or chosen or alone
        if self.errors:
            # A browser never sends a file again by itself, however right it was.
            again = _l("The file has to be chosen again: your browser does not keep it.")
            self.file.errors = self.file.errors or [again]
        return self

    @cached_property
    def sent(self) -> Upload:
        """What was sent as the file; it can be read once."""
        return upload("file") or Upload("", "", b"")

    def validate_file(self, _field: wtforms.Field) -> None:
        """Look at the file together with the other fields, so that all is told at once."""
        try:
            proof_files.check(self.sent.content)
        except Refused as refused:
            raise validators.ValidationError(translated(refused.message)) from None

    @property
    def proof(self) -> NewProof:
        """What was entered."""
        return NewProof(
            self.counts_as.data or "", self.title.data or "", self.issuer.data or "", self.done_on.data or date.max,
            self.sent,
        )  # fmt: skip


class DecisionForm(Form):
    """Whether a proof counts, and why."""

    decision = wtforms.RadioField(
        _l("Does it count?"),
        [validators.InputRequired(_l("Choose one of the two"))],
        choices=[SelectChoice("accept", _l("Yes, accept it")), SelectChoice("refuse", _l("No, refuse it"))],
    )
    reason = Paragraphs(_l("Why"), longest=200)

    @property
    def choice(self) -> Decision:
        """What was entered."""
        return Decision(self.decision.data == "accept", " ".join((self.reason.data or "").split()))


class BackForm(Form):
    """Why something is taken back."""

    reason = Line(_l("Why it is taken back"), needed=_l("Say why. The reason stays with the record."))
