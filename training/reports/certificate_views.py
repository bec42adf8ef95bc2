"""Pages of certificates: one's own with its files, the check for strangers, and the documents that badges lead to."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.reports import (
    answers,
    badges,
    certificate_queries,
    checking,
    credentials,
    guest_pages,
    guest_queries,
    own_certificate,
)
from training.reports.blueprint import blueprint
from training.reports.forms import CheckForm
from training.reports.rules import grouped
from training.seminars import hosting
from training.web.blueprint import PUBLIC
from training.web.request import links, network, now, site, to, today

CERTIFICATE = "/certificates/<public_id:completion_id>"


@blueprint.page(CERTIFICATE, permission=Permission.COURSE_TAKE)
def certificate(viewer: Viewer, completion_id: str) -> ResponseReturnValue:
    row = certificate_queries.certificate(viewer, completion_id)
    return own_certificate.page(row, completion_id)


@blueprint.page(f"{CERTIFICATE}/pdf", permission=Permission.COURSE_TAKE)
def certificate_pdf(viewer: Viewer, completion_id: str) -> ResponseReturnValue:
    row = certificate_queries.certificate(viewer, completion_id)
    return own_certificate.pdf(row, completion_id)


@blueprint.page(f"{CERTIFICATE}/credential", permission=Permission.COURSE_TAKE)
def credential(viewer: Viewer, completion_id: str) -> ResponseReturnValue:
    row = certificate_queries.certificate(viewer, completion_id)
    # Open Badges 3.0 names text/plain for a token that is fetched.
    return answers.download(badges.signed(viewer, row, completion_id), "text/plain", f"{grouped(completion_id)}.jwt")


@blueprint.page("/seminars/manage/<token:token>/certificate", permission=PUBLIC)
def guest_certificate(_viewer: Viewer, token: str) -> ResponseReturnValue:
    seat = hosting.seat_of(hosting.claim_to_manage(token))
    page = guest_pages.certificate_page(guest_queries.certificate(seat.registration), links(), site().name)
    return answers.unlisted(render_template("reports/guest_certificate.html", page=page, token=token))


@blueprint.page("/check/", permission=PUBLIC)
def check_form(_viewer: Viewer) -> ResponseReturnValue:
    form = CheckForm.asked()
    if form.sent and form.validate():
        return to("reports.check", number=form.grouped)
    return answers.unlisted(render_template("reports/check_form.html", form=form), 422 if form.errors else 200)


@blueprint.page("/check/<number:number>", permission=PUBLIC)
def check(_viewer: Viewer, number: str) -> ResponseReturnValue:
    row = checking.check(number, network=network(), now=now())
    if row is None:
        form = CheckForm.again(number)
        return answers.unlisted(render_template("reports/check_unknown.html", form=form), 404)
    page = guest_pages.checked_page(row, number, site().name, today())
    return answers.unlisted(render_template("reports/checked.html", page=page))


@blueprint.page("/.well-known/jwks.json", permission=PUBLIC)
def keys(_viewer: Viewer) -> ResponseReturnValue:
    return answers.document({"keys": badges.public_keys()})


@blueprint.page("/keys/<token:thumbprint>", permission=PUBLIC)
def key(_viewer: Viewer, thumbprint: str) -> ResponseReturnValue:
    return answers.document(badges.public_key(thumbprint))


@blueprint.page("/issuer", permission=PUBLIC)
def issuer(_viewer: Viewer) -> ResponseReturnValue:
    return answers.document(credentials.profile(badges.issuer()))
