"""A question with its form, and what an attempt led to: gathered for the pages of an attempt."""

from training.core.permissions import Viewer
from training.learning import attempt_queries, outcome_queries, queries
from training.learning.answer_forms import AnswerForm, SentAnswer, answer_form
from training.learning.attempt_queries import AttemptNow
from training.learning.parts import Words
from training.learning.question_pages import QuestionPage, question_page
from training.learning.result_pages import Aftermath


def question_at(attempt: AttemptNow, position: int, words: Words) -> QuestionPage:
    """Return the page of the question at a position that was drawn. Raises NotFound for any other."""
    attempt.shows(position)
    asked = attempt_queries.question(attempt.drawn[position - 1])
    return question_page(attempt, position, asked, words)


def asked_form(page: QuestionPage, sent: SentAnswer | None = None) -> AnswerForm:
    """Make the form of a question: empty, or with what was sent and what is wrong with it."""
    kind = answer_form(page.kind, page.stem, page.options, page.choices)
    if sent is None:
        return kind()
    form = kind.read()
    for message in sent.choice.errors:
        form.refuse("choice", message)
    return form


def aftermath(viewer: Viewer, attempt: AttemptNow, refreshers_a_week: int) -> Aftermath:
    """Return what an ended attempt led to. Three SELECTs."""
    done = queries.done_at(viewer, attempt.subject_id, attempt.finished_at) if attempt.finished_at else None
    return Aftermath(
        done, outcome_queries.saved_by(attempt.id), outcome_queries.right_since(attempt.id), refreshers_a_week > 0
    )
