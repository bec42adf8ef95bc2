"""Pages of courses, lessons and their questions."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.catalogue.queries import citations, shelves
from training.catalogue.search_queries import search
from training.core.permissions import Permission, Viewer
from training.learning import attempt_queries, lesson_pages, pages, queries, quiz_pages, service
from training.learning.attempt_queries import AttemptPlace
from training.learning.blueprint import blueprint
from training.learning.catalogue_pages import courses_page, wish_from
from training.learning.forms import AnswerForm
from training.learning.pages import Standing
from training.learning.rules import following
from training.learning.service import Moment
from training.web.request import asked, local_words, now, to, today, wants_fragment

TAKE = Permission.COURSE_TAKE
LESSON = "/learn/<slug:slug>/<slug:lesson>"
QUIZ = "/learn/<slug:slug>/quiz"
QUESTION = "/learn/<slug:slug>/quiz/<public_id:attempt_id>/<position:position>"
WHOLE, PART = "learning/question.html", "learning/question_swapped.html"


@blueprint.page("/courses/", permission=TAKE)
def courses(viewer: Viewer) -> ResponseReturnValue:
    wish = wish_from(asked("find"), asked("for"))
    hits = search(wish.find, viewer.language)
    page = courses_page(queries.courses(viewer, today()), shelves(), wish, hits)
    return render_template("learning/courses.html", page=page)


@blueprint.page("/courses/<slug:slug>", permission=TAKE)
def course(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found = queries.course(viewer, slug)
    standing = Standing(
        queries.steps(viewer, slug, today()), attempt_queries.last_try(viewer, slug),
        queries.duty(viewer, found.subject_id, today()), queries.last_done(viewer, found.subject_id),
    )  # fmt: skip
    cited = citations([one["clause"] for one in found.content["serves"]])
    page = pages.course_page(found, standing, cited, local_words(), today())
    return render_template("learning/course.html", page=page)


@blueprint.page("/learn/<slug:slug>/", permission=TAKE)
def resume(viewer: Viewer, slug: str) -> ResponseReturnValue:
    standing = Standing(queries.steps(viewer, slug, today()), attempt_queries.last_try(viewer, slug))
    if (left := standing.open_try) is not None:
        return to("learning.question", slug=slug, attempt_id=left.public_id, position=left.position)
    if standing.unread is not None:
        return to("learning.lesson", slug=slug, lesson=standing.unread)
    return to("learning.quiz", slug=slug)


@blueprint.page(LESSON, permission=TAKE)
def lesson(viewer: Viewer, slug: str, lesson: str) -> ResponseReturnValue:
    found = queries.lesson(viewer, slug, lesson, today())
    page = lesson_pages.lesson_page(found, local_words())
    return render_template("learning/lesson.html", page=page)


@blueprint.action(LESSON, permission=TAKE)
def mark_read(viewer: Viewer, slug: str, lesson: str) -> ResponseReturnValue:
    found = queries.lesson(viewer, slug, lesson, today())
    service.mark_read(viewer, found, now=now())
    after = following([step.slug for step in found.steps], lesson)
    return to("learning.lesson", slug=slug, lesson=after) if after else to("learning.quiz", slug=slug)


@blueprint.page(QUIZ, permission=TAKE)
def quiz(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found = queries.course(viewer, slug)
    page = quiz_pages.quiz_page(found, attempt_queries.last_try(viewer, slug))
    return render_template("learning/quiz.html", page=page)


@blueprint.action(QUIZ, permission=TAKE)
def start_quiz(viewer: Viewer, slug: str) -> ResponseReturnValue:
    started = service.start_attempt(viewer, queries.course(viewer, slug), now=now())
    return to("learning.question", slug=slug, attempt_id=started.public_id, position=started.position)


@blueprint.page(QUESTION, permission=TAKE)
def question(viewer: Viewer, slug: str, attempt_id: str, position: int) -> ResponseReturnValue:
    attempt = attempt_queries.attempt(viewer, AttemptPlace(slug, attempt_id))
    if (shown := attempt.shows(position)) != position:
        return to("learning.question", slug=slug, attempt_id=attempt_id, position=shown)
    asked = attempt_queries.question(attempt.drawn[position - 1])
    page = quiz_pages.question_page(attempt, position, asked, local_words())
    form = AnswerForm().asking(page.stem, page.options)
    return render_template(PART if wants_fragment() else WHOLE, page=page, form=form)


@blueprint.action(QUESTION, permission=TAKE)
def answer(viewer: Viewer, slug: str, attempt_id: str, position: int) -> ResponseReturnValue:
    form, place = AnswerForm.read(), AttemptPlace(slug, attempt_id, position)
    if form.attempt(service.submit_answer, viewer, place, form.choice.data, at=Moment(now(), today())):
        return to("learning.question", slug=slug, attempt_id=attempt_id, position=position)
    attempt = attempt_queries.attempt(viewer, place)
    asked = attempt_queries.question(attempt.drawn[position - 1])
    page = quiz_pages.question_page(attempt, position, asked, local_words())
    form.asking(page.stem, page.options)
    return render_template(PART if wants_fragment() else WHOLE, page=page, form=form), 422


@blueprint.page("/learn/<slug:slug>/quiz/<public_id:attempt_id>/result", permission=TAKE)
def result(viewer: Viewer, slug: str, attempt_id: str) -> ResponseReturnValue:
    attempt = attempt_queries.attempt(viewer, AttemptPlace(slug, attempt_id))
    if attempt.finished_at is None:
        return to("learning.question", slug=slug, attempt_id=attempt_id, position=attempt.next)
    done = queries.done_at(viewer, attempt.subject_id, attempt.finished_at)
    asked = attempt_queries.questions(attempt.drawn)
    page = quiz_pages.result_page(attempt, asked, done, local_words())
    return render_template("learning/result.html", page=page)
