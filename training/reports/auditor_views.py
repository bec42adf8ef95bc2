"""The page of auditors: let somebody in from outside, send another link, end it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.completion import evidence_queries as asking
from training.completion import evidence_service
from training.completion.evidence_letters import Sender
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.reports import auditor_pages, evidence_queries
from training.reports.blueprint import blueprint
from training.reports.evidence_forms import AuditorForm
from training.web.request import house, links, now, say, site, to, today

MAKE = Permission.EVIDENCE_MAKE
LIST, TEMPLATE = "/desk/auditors/", "reports/auditors.html"
ONE = f"{LIST}<public_id:engagement_id>"


@blueprint.page(LIST, permission=MAKE)
def auditors(viewer: Viewer) -> ResponseReturnValue:
    page = auditor_pages.auditors_page(evidence_queries.all_engagements(viewer), now().date())
    return render_template(TEMPLATE, page=page, form=AuditorForm().offering(asking.requirements()))


@blueprint.action(LIST, permission=MAKE)
def let_auditor_in(viewer: Viewer) -> ResponseReturnValue:
    form = AuditorForm.read().offering(asking.requirements())
    sender = Sender(site().name, links(), house().world.token(), site().language)
    if form.attempt(evidence_service.let_in, viewer, form.engagement(), sender=sender, now=now(), today=today()):
        say(text("They are let in. A mail with a link to set a password is on its way."))
        return to("reports.auditors")
    page = auditor_pages.auditors_page(evidence_queries.all_engagements(viewer), now().date())
    return render_template(TEMPLATE, page=page, form=form), 422


@blueprint.action(f"{ONE}/link", permission=MAKE)
def write_to_auditor(viewer: Viewer, engagement_id: str) -> ResponseReturnValue:
    sender = Sender(site().name, links(), house().world.token(), site().language)
    evidence_service.write_again(viewer, engagement_id, sender=sender, now=now())
    say(text("Another link is on its way. It holds for 24 hours; the one before has ended."))
    return to("reports.auditors")


@blueprint.action(f"{ONE}/end", permission=MAKE)
def end_auditor(viewer: Viewer, engagement_id: str) -> ResponseReturnValue:
    evidence_service.end(viewer, engagement_id, now=now())
    say(text("It has ended. What they looked at stays on record."))
    return to("reports.auditors")
