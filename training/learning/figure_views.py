"""Pages for authors: what the answers say of questions, and taking a bad one out."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.learning import figure_pages, figure_queries, voiding
from training.learning.blueprint import blueprint
from training.learning.figure_queries import question_of
from training.learning.forms import VoidForm
from training.web.request import now, say, to

REVIEW = Permission.QUESTION_REVIEW
VOID = "/desk/questions/<slug:slug>/<slug:question>/take-out"


@blueprint.page("/desk/questions/", permission=REVIEW)
def figures(_viewer: Viewer) -> ResponseReturnValue:
    page = figure_pages.courses_page(figure_queries.listed())
    return render_template("learning/figures.html", page=page)


@blueprint.page("/desk/questions/<slug:slug>", permission=REVIEW)
def course_figures(_viewer: Viewer, slug: str) -> ResponseReturnValue:
    course = figure_queries.detail(slug)
    rows, voids = figure_queries.figures(course.id), figure_queries.voided(course.id)
    page = figure_pages.figures_page(course, rows, voids)
    return render_template("learning/course_figures.html", page=page)


@blueprint.page(VOID, permission=REVIEW)
def void_form(_viewer: Viewer, slug: str, question: str) -> ResponseReturnValue:
    course = figure_queries.detail(slug)
    page = figure_pages.void_page(course, question_of(course.id, question))
    return render_template("learning/void.html", page=page, form=VoidForm())


@blueprint.action(VOID, permission=REVIEW)
def void(viewer: Viewer, slug: str, question: str) -> ResponseReturnValue:
    form = VoidForm.read()
    if form.attempt(voiding.void_question, viewer, slug, question, form.reason.data, now=now()):
        say(text("The question is taken out. Attempts are being graded again; this page shows it when it is done."))
        return to("learning.course_figures", slug=slug)
    course = figure_queries.detail(slug)
    page = figure_pages.void_page(course, question_of(course.id, question))
    return render_template("learning/void.html", page=page, form=form), 422
