"""Pages of risks: how high they are, what follows from that, rating one anew."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from training.completion.risk_queries import followed, moves
from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.programme import risk_pages, risk_queries, risks
from training.programme.blueprint import blueprint
from training.programme.risk_forms import OwnerForm, RateForm, RiskForm, WishForm, beside
from training.programme.rules import level
from training.web.exporting import download
from training.web.forms import Form
from training.web.request import now, say, to, today

RATE = Permission.RISK_RATE
ONE = "/desk/risks/<slug:slug>"


@blueprint.page("/desk/risks/", permission=RATE)
def risk_list(viewer: Viewer) -> ResponseReturnValue:
    page = risk_pages.list_page(risk_queries.risks(viewer, today()), followed())
    return render_template("programme/risks.html", page=page)


@blueprint.page("/desk/risks/risks.<form:kind>", permission=RATE)
def risk_table(viewer: Viewer, kind: TableForm) -> ResponseReturnValue:
    return download(kind, risk_pages.list_rows(risk_queries.risks(viewer, today()), followed()), "risks")


@blueprint.page("/desk/risks/new", permission=RATE)
def new_risk_form(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("programme/new_risk.html", form=RiskForm())


@blueprint.action("/desk/risks/new", permission=RATE)
def new_risk(viewer: Viewer) -> ResponseReturnValue:
    form = RiskForm.read()
    told = (form.title.data or "", form.owner.data or "")
    if form.attempt(lambda: risks.add_risk(viewer, *told, form.rating(), now=now(), today=today())):
        say(text("The risk is added."))
        return to("programme.risk", slug=form.outcome)
    return render_template("programme/new_risk.html", form=form), 422


@blueprint.page(ONE, permission=RATE)
def risk(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found = risk_queries.risk(viewer, slug, today())
    page = risk_pages.risk_page(found, risk_queries.ratings(found.id), followed().get(slug, ()))
    return render_template("programme/risk.html", page=page, forms=beside(found))


@blueprint.page(f"{ONE}/ratings.<form:kind>", permission=RATE)
def ratings_table(viewer: Viewer, slug: str, kind: TableForm) -> ResponseReturnValue:
    found = risk_queries.risk(viewer, slug, today())
    rows = risk_pages.rating_rows(risk_queries.ratings(found.id))
    return download(kind, rows, f"{slug}-ratings", of=("risk", found.id))


@blueprint.page(f"{ONE}/rate", permission=RATE)
def rate_form(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found, wish = risk_queries.risk(viewer, slug, today()), WishForm(request.args)
    if not wish.validate():
        return to("programme.risk", slug=slug)
    wished, form = wish.wished(found), RateForm(likelihood=wish.likelihood.data, impact=wish.impact.data)
    page = risk_pages.consequences(found, *wished, moves(slug, level(*wished), today()))
    return render_template("programme/rate_risk.html", page=page, form=form)


@blueprint.action(f"{ONE}/rate", permission=RATE)
def rate(viewer: Viewer, slug: str) -> ResponseReturnValue:
    form = RateForm.read()
    if form.attempt(lambda: risks.rate_risk(viewer, slug, form.rating(), now=now(), today=today())):
        say(risk_pages.rated_words(form.outcome))
        return to("programme.risk", slug=slug)
    found = risk_queries.risk(viewer, slug, today())
    wished = form.wished(found)
    page = risk_pages.consequences(found, *wished, moves(slug, level(*wished), today()))
    return render_template("programme/rate_risk.html", page=page, form=form), 422


@blueprint.action(f"{ONE}/owner", permission=RATE)
def name_owner(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found, form = risk_queries.risk(viewer, slug, today()), OwnerForm.read()
    if form.attempt(risks.name_owner, viewer, slug, form.owner.data or "", now=now(), today=today()):
        say(text("It is kept who answers for it."))
        return to("programme.risk", slug=slug)
    page = risk_pages.risk_page(found, risk_queries.ratings(found.id), followed().get(slug, ()))
    return render_template("programme/risk.html", page=page, forms=beside(found, owner=form)), 422


@blueprint.action(f"{ONE}/close", permission=RATE)
def close_risk(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found, form = risk_queries.risk(viewer, slug, today()), Form.read()
    if form.attempt(risks.close_risk, viewer, slug, now=now(), today=today()):
        say(text("The risk is closed. Its ratings stay on record."))
        return to("programme.risk_list")
    page = risk_pages.risk_page(found, risk_queries.ratings(found.id), followed().get(slug, ()))
    return render_template("programme/risk.html", page=page, forms=beside(found, close=form)), 422


@blueprint.action(f"{ONE}/open", permission=RATE)
def open_risk(viewer: Viewer, slug: str) -> ResponseReturnValue:
    risks.open_risk(viewer, slug, now=now(), today=today())
    say(text("The risk is open again, with the rating that it had."))
    return to("programme.risk", slug=slug)
