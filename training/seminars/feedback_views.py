"""Pages of feedback: those who were there say how it was; the desk reads it from five answers on."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import feedback, feedback_pages, feedback_queries, hosting, roster_queries
from training.seminars.blueprint import blueprint
from training.seminars.feedback_forms import FeedbackForm
from training.web.blueprint import PUBLIC
from training.web.exporting import download
from training.web.request import now, say, to

RUN, ATTEND = Permission.SEMINAR_RUN, Permission.SEMINAR_ATTEND
OWN = "/seminars/<slug:slug>/<public_id:session_id>/feedback"
LINK = "/seminars/manage/<token:token>/feedback"
SESSION = "/desk/sessions/<public_id:session_id>/feedback"
THANKS = text("Thank you. The next ones will notice.")


@blueprint.page(OWN, permission=ATTEND)
def own_feedback(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    page = feedback_pages.giving_page(feedback_queries.own(viewer, slug, session_id), now())
    return hosting.private(render_template("seminars/feedback.html", page=page, form=FeedbackForm()))


@blueprint.action(OWN, permission=ATTEND)
def give_own_feedback(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    asked, form = feedback_queries.own(viewer, slug, session_id), FeedbackForm.read()
    if form.attempt(lambda: feedback.give_feedback(asked, form.opinion(), now=now())):
        say(THANKS)
        return to("seminars.own_feedback", slug=slug, session_id=session_id)
    page = feedback_pages.giving_page(asked, now())
    return hosting.private(render_template("seminars/feedback.html", page=page, form=form)), 422


@blueprint.page(LINK, permission=PUBLIC)
def guest_feedback(_viewer: Viewer, token: str) -> ResponseReturnValue:
    claim = hosting.claim_to_manage(token)
    page = feedback_pages.giving_page(feedback_queries.of_link(claim.registration, claim.link_version or 0), now())
    return hosting.private(render_template("seminars/feedback.html", page=page, form=FeedbackForm()))


@blueprint.action(LINK, permission=PUBLIC)
def give_guest_feedback(_viewer: Viewer, token: str) -> ResponseReturnValue:
    claim, form = hosting.claim_to_manage(token), FeedbackForm.read()
    asked = feedback_queries.of_link(claim.registration, claim.link_version or 0)
    if form.attempt(lambda: feedback.give_feedback(asked, form.opinion(), now=now())):
        say(THANKS)
        return to("seminars.guest_feedback", token=token)
    page = feedback_pages.giving_page(asked, now())
    return hosting.private(render_template("seminars/feedback.html", page=page, form=form)), 422


@blueprint.page(SESSION, permission=RUN)
def feedback_results(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, found = roster_queries.session(viewer, session_id), feedback_queries.of_session(viewer, session_id)
    return render_template("seminars/feedback_results.html", page=feedback_pages.session_results(one, found))


@blueprint.page(f"{SESSION}/answers.<form:kind>", permission=RUN)
def feedback_table(viewer: Viewer, session_id: str, kind: TableForm) -> ResponseReturnValue:
    one, found = roster_queries.session(viewer, session_id), feedback_queries.of_session(viewer, session_id)
    return download(kind, feedback_pages.rows(session_id, found), one.slug, of=("session", None))


@blueprint.page("/desk/seminars/<slug:slug>/feedback", permission=RUN)
def feedback_summary(viewer: Viewer, slug: str) -> ResponseReturnValue:
    page = feedback_pages.seminar_results(feedback_queries.of_seminar(viewer, slug))
    return render_template("seminars/feedback_results.html", page=page)
