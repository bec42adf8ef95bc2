"""The lists of this room as files: who may open a page may take what it shows, and no more."""

from flask.typing import ResponseReturnValue

from training.catalogue.queries import shelves
from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.learning import accommodation_queries, figure_pages, figure_queries, queries, table_rows
from training.learning.blueprint import blueprint
from training.learning.catalogue_pages import wish_from
from training.web.exporting import download
from training.web.request import asked, note, today

REVIEW, ARRANGE = Permission.QUESTION_REVIEW, Permission.ACCOMMODATION_ARRANGE


@blueprint.page("/courses/courses.<form:kind>", permission=Permission.COURSE_TAKE)
def courses_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    wish = wish_from("", asked("for"))
    return download(kind, table_rows.courses(queries.courses(viewer, today()), shelves(), wish), "courses")


@blueprint.page("/desk/questions/courses.<form:kind>", permission=REVIEW)
def figures_table(_viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, table_rows.figures(figure_queries.listed()), "questions")


@blueprint.page("/desk/questions/<slug:slug>/questions.<form:kind>", permission=REVIEW)
def course_figures_table(_viewer: Viewer, slug: str, kind: Form) -> ResponseReturnValue:
    course = figure_queries.detail(slug)
    rows = figure_queries.figures(course.id)
    page = figure_pages.figures_page(course, rows, ())
    return download(kind, table_rows.questions(page, rows), slug, of=("course", course.id))


@blueprint.page("/desk/accommodations/accommodations.<form:kind>", permission=ARRANGE)
def accommodations_table(viewer: Viewer, kind: Form) -> ResponseReturnValue:
    rows = accommodation_queries.arrangements(viewer, today())
    note("accommodations-read")
    return download(kind, table_rows.accommodations(rows), "accommodations")
