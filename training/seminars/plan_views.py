"""Pages of planning: the life of a date, its terms, a series, a seminar's description, the archive."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import (
    desk_forms,
    editing,
    hosting,
    moving_pages,
    plan_pages,
    plan_queries,
    planning,
    publishing,
    publishing_queries,
    roster_queries,
    series,
    series_pages,
    standing_queries,
    table_rows,
)
from training.seminars.blueprint import blueprint
from training.seminars.plan_forms import StepForm, TermsForm, kept
from training.seminars.publishing import Step
from training.web.exporting import download
from training.web.request import now, say, site, to

RUN = Permission.SEMINAR_RUN
SESSION = "/desk/sessions/<public_id:session_id>"
SERIES, SEMINAR = "/desk/seminars/<slug:slug>/series", "/desk/seminars/<slug:slug>/edit"
EDIT_DATE, EDIT, NEW_SERIES = "seminars/edit_session.html", "seminars/edit_seminar.html", "seminars/new_series.html"


@blueprint.page("/desk/seminars/archive", permission=RUN)
def archive(viewer: Viewer) -> ResponseReturnValue:
    dates = publishing_queries.archived(viewer, now() - roster_queries.KEPT_IN_SIGHT)
    return render_template("seminars/archive.html", page=plan_pages.archive_page(dates, now()))


@blueprint.page("/desk/seminars/archive/dates.<form:kind>", permission=RUN)
def archive_table(viewer: Viewer, kind: TableForm) -> ResponseReturnValue:
    dates = publishing_queries.archived(viewer, now() - roster_queries.KEPT_IN_SIGHT)
    return download(kind, table_rows.dates(dates), "archived-dates")


@blueprint.action(f"{SESSION}/step", permission=RUN)
def take_step(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    form = StepForm.read()
    done = form.attempt(lambda: publishing.take(session_id, form.chosen(), by_person_id=viewer.person_id, now=now()))
    told = plan_pages.step_words(form.chosen()) if done else " ".join(form.form_errors)
    say(told or text("This cannot be done. Reload the page and look again."), "good" if done else "problem")
    if done and form.step.data == Step.DISCARD:
        return to("seminars.desk")
    return to("seminars.desk_session", session_id=session_id)


@blueprint.page(f"{SESSION}/edit", permission=RUN)
def edit_session_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = standing_queries.standing(viewer, session_id)
    return render_template(EDIT_DATE, page=moving_pages.move_page(one), form=desk_forms.terms_form(one))


@blueprint.action(f"{SESSION}/edit", permission=RUN)
def edit_session(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = standing_queries.standing(viewer, session_id), TermsForm.read()
    by: dict[str, Any] = {"by_person_id": viewer.person_id, "host": hosting.host(), "now": now()}
    if form.attempt(lambda: editing.edit_session(session_id, form.change(), **by)):
        say(text("The date is changed. Calendar entries that are renewed: %(n)s.", n=form.outcome))
        return to("seminars.desk_session", session_id=session_id)
    return render_template(EDIT_DATE, page=moving_pages.move_page(one), form=form), 422


@blueprint.page(SEMINAR, permission=RUN)
def edit_seminar_form(viewer: Viewer, slug: str) -> ResponseReturnValue:
    return render_template(EDIT, form=desk_forms.described_form(viewer, slug), slug=slug)


@blueprint.action(SEMINAR, permission=RUN)
def edit_seminar(viewer: Viewer, slug: str) -> ResponseReturnValue:
    form = desk_forms.sent_described_form(viewer, slug)
    by: dict[str, Any] = {"by_person_id": viewer.person_id, "now": now()}
    if form.attempt(lambda: planning.edit_seminar(slug, form.seminar(), **by)):
        say(text("The seminar is changed, on all its dates."))
        return to("seminars.desk")
    return render_template(EDIT, form=form, slug=slug), 422


@blueprint.page(f"{SERIES}/new", permission=RUN)
def new_series_form(viewer: Viewer, slug: str) -> ResponseReturnValue:
    about = plan_queries.seminar(slug)
    form = desk_forms.series_form(viewer, site().zone, minutes=about.minutes, capacity=20)
    return render_template(NEW_SERIES, form=form, about=about)


@blueprint.action(f"{SERIES}/preview", permission=RUN)
def preview_series(viewer: Viewer, slug: str) -> ResponseReturnValue:
    about, form = plan_queries.seminar(slug), desk_forms.sent_series_form(viewer, site().zone)
    if form.attempt(lambda: series.look(viewer, form.series(slug), now=now())):
        page = series_pages.series_preview(about, form.outcome, kept(form))
        return render_template("seminars/series_preview.html", page=page, form=form)
    return render_template(NEW_SERIES, form=form, about=about), 422


@blueprint.action(SERIES, permission=RUN)
def new_series(viewer: Viewer, slug: str) -> ResponseReturnValue:
    about, form = plan_queries.seminar(slug), desk_forms.sent_series_form(viewer, site().zone)
    if form.attempt(lambda: series.plan_series(viewer, form.series(slug), now=now())):
        say(series_pages.planned_words(len(form.outcome)))
        return to("seminars.desk_session", session_id=form.outcome[0])
    return render_template(NEW_SERIES, form=form, about=about), 422
