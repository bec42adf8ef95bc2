"""The pages of working weeks: when people work at a site, so that nobody is reminded on a day off."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.core.text import text
from training.people import site_pages, site_queries, site_service
from training.people.blueprint import blueprint
from training.people.site_forms import WeekForm
from training.web.exporting import download
from training.web.request import now, say, to, today

MANAGE = Permission.REQUIREMENT_MANAGE
ONE = "/desk/sites/<public_id:site_id>"


@blueprint.page("/desk/sites/", permission=MANAGE)
def site_weeks(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("people/sites.html", lines=site_pages.site_lines(site_queries.weeks(), today()))


@blueprint.page("/desk/sites/sites.<form:kind>", permission=MANAGE)
def sites_table(_viewer: Viewer, kind: Form) -> ResponseReturnValue:
    return download(kind, site_pages.site_rows(site_queries.weeks(), today()), "sites")


@blueprint.page(ONE, permission=MANAGE)
def site_week(_viewer: Viewer, site_id: str) -> ResponseReturnValue:
    found = site_queries.week(site_id)
    return render_template("people/site.html", site=found, form=WeekForm.of(found))


@blueprint.action(ONE, permission=MANAGE)
def change_site_week(viewer: Viewer, site_id: str) -> ResponseReturnValue:
    found, form = site_queries.week(site_id), WeekForm.read()
    if form.attempt(site_service.set_week, viewer, site_id, form.working_days.data or (), form.days, now=now()):
        say(text("The working week of %(name)s is kept. Reminders follow it from now on.", name=form.outcome))
        return to("people.site_weeks")
    return render_template("people/site.html", site=found, form=form), 422
