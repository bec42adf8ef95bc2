"""Pages of policies: the list, and one to read and to agree to."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.catalogue.queries import citations
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.learning import policy_pages, policy_queries
from training.learning.blueprint import blueprint
from training.learning.forms import AgreeForm
from training.learning.policy_service import acknowledge
from training.learning.readiness import Moment
from training.web.request import local_words, now, say, to, today

TAKE = Permission.COURSE_TAKE
POLICY = "/policies/<slug:slug>"


@blueprint.page("/policies/", permission=TAKE)
def policies(viewer: Viewer) -> ResponseReturnValue:
    found = policy_queries.policies(viewer, today())
    page = policy_pages.policies_page(found, policy_queries.agreed(viewer))
    return render_template("learning/policies.html", page=page)


@blueprint.page(POLICY, permission=TAKE)
def policy(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found, last = policy_queries.policy(viewer, slug, today()), policy_queries.agreed(viewer).get(slug)
    page = policy_pages.policy_page(found, last, citations(found.clauses), local_words())
    form = AgreeForm().to(page.statement, page.digest)
    return render_template("learning/policy.html", page=page, form=form)


@blueprint.action(POLICY, permission=TAKE)
def agree(viewer: Viewer, slug: str) -> ResponseReturnValue:
    found, form = policy_queries.policy(viewer, slug, today()), AgreeForm.read()
    if form.attempt(acknowledge, viewer, found, form.digest.data, at=Moment(now(), today())):
        say(text("Thank you. It stands in your record."))
        return to("learning.policy", slug=slug)
    last = policy_queries.agreed(viewer).get(slug)
    page = policy_pages.policy_page(found, last, citations(found.clauses), local_words())
    form.to(page.statement, page.digest)
    return render_template("learning/policy.html", page=page, form=form), 422
