"""Pages of the desk on what is kept of guests: which dates, what goes when, and what people agreed to."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import retention, retention_pages, retention_queries
from training.seminars.blueprint import blueprint
from training.seminars.retention_forms import ForgetForm
from training.web.exporting import download
from training.web.request import now, say, to

RUN = Permission.SEMINAR_RUN
FORGET = "/desk/sessions/<public_id:session_id>/forget"


@blueprint.page("/desk/seminars/retention", permission=RUN)
def kept_dates(viewer: Viewer) -> ResponseReturnValue:
    page = retention_pages.retention_page(retention_queries.kept(viewer, now()), now())
    return render_template("seminars/retention.html", page=page)


@blueprint.page("/desk/seminars/retention/dates.<form:kind>", permission=RUN)
def kept_table(viewer: Viewer, kind: TableForm) -> ResponseReturnValue:
    return download(kind, retention_pages.kept_rows(retention_queries.kept(viewer, now())), "dates")


@blueprint.page(FORGET, permission=RUN)
def forget_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    page = retention_pages.forget_page(*retention_queries.before_forgetting(viewer, session_id, now()), now())
    return render_template("seminars/forget.html", page=page, form=ForgetForm())


@blueprint.action(FORGET, permission=RUN)
def forget(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    form = ForgetForm.read()
    if form.attempt(retention.forget_date, viewer, session_id, now=now()):
        say(text("%(n)s guests were forgotten. The counts stay what they were.", n=form.outcome))
        return to("seminars.kept_dates")
    page = retention_pages.forget_page(*retention_queries.before_forgetting(viewer, session_id, now()), now())
    return render_template("seminars/forget.html", page=page, form=form), 422


@blueprint.page("/desk/seminars/consents", permission=RUN)
def consents(viewer: Viewer) -> ResponseReturnValue:
    lines = retention_pages.sentence_lines(retention_queries.consents(viewer))
    without = retention_pages.without_words(retention_queries.without_consent(viewer))
    return render_template("seminars/consents.html", lines=lines, without=without)


@blueprint.page("/desk/seminars/consents/sentences.<form:kind>", permission=RUN)
def consents_table(viewer: Viewer, kind: TableForm) -> ResponseReturnValue:
    return download(kind, retention_pages.sentence_rows(retention_queries.consents(viewer)), "sentences")
