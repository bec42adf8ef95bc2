"""Pages of courses and lessons."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.catalogue.queries import citations, shelves
from training.catalogue.search_queries import search
from training.core.permissions import Permission, Viewer
from training.learning import attempt_queries, lesson_pages, pages, queries, service, standings
from training.learning.blueprint import blueprint
from training.learning.catalogue_pages import courses_page, wish_from
from training.learning.pages import Standing
from training.learning.rules import following
from training.web.request import asked, local_words, now, to, today

TAKE = Permission.COURSE_TAKE
LESSON = "/learn/<slug:slug>/<slug:lesson>"


@blueprint.page("/courses/", permission=TAKE)
def courses(viewer: Viewer) -> ResponseReturnValue:
    wish = wish_from(asked("find"), asked("for"))
    hits = search(wish.find, viewer.language)
    page = courses_page(queries.courses(viewer, today()), shelves(), wish, hits)
    return render_template("learning/courses.html", page=page)


@blueprint.page("/courses/<slug:slug>", permission=TAKE)
def course(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found = queries.course(viewer, slug)
    standing = standings.standing(viewer, found, today())
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
