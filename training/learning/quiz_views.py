"""Pages of the questions: of a course, of one lesson before it is read, and how it went."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.learning import attempt_queries, queries, quiz_pages, result_pages, service, starting
from training.learning.answer_forms import SentAnswer
from training.learning.answering import aftermath, asked_form, question_at
from training.learning.attempt_queries import AttemptPlace
from training.learning.blueprint import blueprint
from training.learning.readiness import Moment, readiness
from training.learning.rules import AttemptState
from training.web.request import house, local_words, now, to, to_whole, today, wants_fragment

TAKE = Permission.COURSE_TAKE
QUIZ = "/learn/<slug:slug>/quiz"
TOPIC = "/learn/<slug:slug>/<slug:lesson>/questions"
QUESTION = "/learn/<slug:slug>/quiz/<public_id:attempt_id>/<position:position>"
OVER = "/learn/<slug:slug>/quiz/<public_id:attempt_id>/over"
WHOLE, PART = "learning/question.html", "learning/question_swapped.html"


@blueprint.page(QUIZ, permission=TAKE)
def quiz(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found = queries.course(viewer, slug)
    ready = readiness(viewer, found, Moment(now(), today()))
    page = quiz_pages.quiz_page(found, ready, attempt_queries.last_try(viewer, slug), now())
    return render_template("learning/quiz.html", page=page)


@blueprint.action(QUIZ, permission=TAKE)
def start_quiz(viewer: Viewer, slug: str) -> ResponseReturnValue:
    course = queries.course(viewer, slug)
    started = starting.start_course(viewer, course, local_words(), at=Moment(now(), today()))
    if started is None:
        return to("learning.quiz", slug=slug)
    return to("learning.question", slug=slug, attempt_id=started.public_id, position=started.position)


@blueprint.page(TOPIC, permission=TAKE)
def topic(viewer: Viewer, slug: str, lesson: str) -> ResponseReturnValue:
    course = queries.course(viewer, slug)
    offer = starting.offered(viewer, course, lesson, at=Moment(now(), today()))
    if offer.begun is not None:
        return to("learning.result", slug=slug, attempt_id=offer.begun)
    return render_template("learning/topic.html", page=quiz_pages.topic_page(course, offer.lesson, offer.asked))


@blueprint.action(TOPIC, permission=TAKE)
def start_topic(viewer: Viewer, slug: str, lesson: str) -> ResponseReturnValue:
    course = queries.course(viewer, slug)
    started = starting.start_topic(viewer, course, lesson, local_words(), at=Moment(now(), today()))
    if started.state is not AttemptState.OPEN:
        return to("learning.result", slug=slug, attempt_id=started.public_id)
    return to("learning.question", slug=slug, attempt_id=started.public_id, position=started.position)


@blueprint.page(QUESTION, permission=TAKE)
def question(viewer: Viewer, slug: str, attempt_id: str, position: int) -> ResponseReturnValue:
    attempt = attempt_queries.attempt(viewer, AttemptPlace(slug, attempt_id))
    if attempt.over(now()):
        return render_template("learning/over.html", page=result_pages.over_page(attempt))
    if (shown := attempt.shows(position)) != position:
        return to("learning.question", slug=slug, attempt_id=attempt_id, position=shown)
    if attempt.state is not AttemptState.OPEN and position not in attempt.answers:
        return to("learning.result", slug=slug, attempt_id=attempt_id)
    page = question_at(attempt, position, local_words())
    return render_template(PART if wants_fragment() else WHOLE, page=page, form=asked_form(page))


@blueprint.action(QUESTION, permission=TAKE)
def answer(viewer: Viewer, slug: str, attempt_id: str, position: int) -> ResponseReturnValue:
    sent, place = SentAnswer.read(), AttemptPlace(slug, attempt_id, position)
    if sent.attempt(service.submit_answer, viewer, place, sent.sent(), at=Moment(now(), today())):
        return to("learning.question", slug=slug, attempt_id=attempt_id, position=position)
    page = question_at(attempt_queries.attempt(viewer, place), position, local_words())
    form = asked_form(page, sent)
    return render_template(PART if wants_fragment() else WHOLE, page=page, form=form), 422


@blueprint.action(OVER, permission=TAKE)
def over(viewer: Viewer, slug: str, attempt_id: str) -> ResponseReturnValue:
    service.finish_over(viewer, AttemptPlace(slug, attempt_id), at=Moment(now(), today()))
    return to("learning.result", slug=slug, attempt_id=attempt_id)


@blueprint.page("/learn/<slug:slug>/quiz/<public_id:attempt_id>/result", permission=TAKE)
def result(viewer: Viewer, slug: str, attempt_id: str) -> ResponseReturnValue:
    attempt = attempt_queries.attempt(viewer, AttemptPlace(slug, attempt_id))
    if attempt.state is AttemptState.OPEN:
        return to("learning.question", slug=slug, attempt_id=attempt_id, position=attempt.next)
    if wants_fragment():
        # htmx sent an answer after the time was over.
        return to_whole("learning.result", slug=slug, attempt_id=attempt_id)
    asked = attempt_queries.questions(attempt.drawn)
    after = aftermath(viewer, attempt, house().settings.refreshers_a_week)
    page = result_pages.result_page(attempt, asked, after, local_words())
    return render_template("learning/result.html", page=page)
