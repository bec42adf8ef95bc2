"""One's own pages: today and the record; and the pages that everybody may need."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.learning import recall_queries
from training.learning.refreshing import path
from training.people import sites
from training.reports import pages, queries
from training.reports.blueprint import blueprint
from training.seminars import approval_pages as approvals
from training.seminars import holding_pages, holding_queries
from training.seminars import queries as seminars
from training.web.blueprint import PUBLIC
from training.web.request import links, local, now, to, today

DONE_ON_TODAY = 5


@blueprint.page("/", permission=Permission.SIGNED_IN)
def home(viewer: Viewer) -> ResponseReturnValue:
    if not viewer.works_here:
        return to("reports.evidence")
    to_do, done = queries.to_do(viewer, today()), queries.record(viewer, DONE_ON_TODAY)
    seats, waiting = seminars.own_seats(viewer, now()), recall_queries.waiting(viewer.person_id)
    question = path(links(), waiting[0].public_id) if waiting else ""
    page = pages.today_page(viewer, local(now()), to_do, seats, done, question)
    held, requests = holding_queries.waits(viewer, now())
    gives, decide = holding_pages.line_of_today(held, now()), approvals.waiting_words(requests) if requests else ""
    return render_template("reports/today.html", page=page, gives=gives, decide=decide)


@blueprint.page("/record", permission=Permission.COURSE_TAKE)
def record(viewer: Viewer) -> ResponseReturnValue:
    entries = [pages.past(one) for one in queries.record(viewer)]
    return render_template("reports/record.html", entries=entries)


@blueprint.page("/report", permission=PUBLIC)
def report_something(viewer: Viewer) -> ResponseReturnValue:
    return render_template("reports/report_something.html", sites=sites.contacts(viewer))


@blueprint.page("/privacy", permission=PUBLIC)
def privacy(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("reports/privacy.html")


@blueprint.page("/accessibility", permission=PUBLIC)
def accessibility(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("reports/accessibility.html")
