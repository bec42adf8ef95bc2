"""Pages of refreshers: one question from a mail or the home page, and what one still knows."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.learning import accommodation_queries, memory_queries, outcome_queries, service
from training.learning.accommodation_pages import arrangement_lines
from training.learning.answer_forms import SentAnswer
from training.learning.answering import asked_form
from training.learning.blueprint import blueprint
from training.learning.memory_pages import memory_page
from training.learning.readiness import Moment
from training.learning.refresher_pages import named_by, refresher_page
from training.web.blueprint import PUBLIC
from training.web.request import links, local_words, now, to_path, today, wants_fragment

REFRESH = "/refresh/<token:token>"
WHOLE, PART = "learning/question.html", "learning/question_swapped.html"


@blueprint.page(REFRESH, permission=PUBLIC)
def refresher(_viewer: Viewer, token: str) -> ResponseReturnValue:
    page = refresher_page(named_by(links(), token), links(), local_words())
    return render_template(PART if wants_fragment() else WHOLE, page=page, form=asked_form(page))


@blueprint.action(REFRESH, permission=PUBLIC)
def answer_refresher(_viewer: Viewer, token: str) -> ResponseReturnValue:
    found, sent = named_by(links(), token), SentAnswer.read()
    if sent.attempt(service.submit_answer, found.viewer, found.place, sent.sent(), at=Moment(now(), today())):
        return to_path(found.href)
    page = refresher_page(found, links(), local_words())
    return render_template(PART if wants_fragment() else WHOLE, page=page, form=asked_form(page, sent)), 422


@blueprint.page("/memory", permission=Permission.COURSE_TAKE)
def memory(viewer: Viewer) -> ResponseReturnValue:
    own = accommodation_queries.own_arrangement(viewer, today())
    page = memory_page(memory_queries.remembered(viewer), memory_queries.held(viewer), outcome_queries.saved(viewer))
    return render_template("learning/memory.html", page=page, arranged=arrangement_lines([own] if own else []))
