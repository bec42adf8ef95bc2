"""Pages on which a date is moved or loses seats, and on which people say whether the new one suits them."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import desk_forms, hosting, moving, moving_pages, queries, shrinking, standing_queries
from training.seminars.blueprint import blueprint
from training.seminars.plan_forms import ShrinkForm, kept
from training.seminars.service import Claim
from training.web.blueprint import PUBLIC
from training.web.exporting import download
from training.web.forms import Form
from training.web.request import now, say, site, to

RUN = Permission.SEMINAR_RUN
SESSION = "/desk/sessions/<public_id:session_id>"
FORM, PREVIEW, SHRINK = "seminars/move.html", "seminars/move_preview.html", "seminars/shrink.html"


@blueprint.page(f"{SESSION}/move", permission=RUN)
def move_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = standing_queries.standing(viewer, session_id)
    form = desk_forms.move_form(viewer, site().zone, one)
    return render_template(FORM, page=moving_pages.move_page(one), form=form)


@blueprint.action(f"{SESSION}/move/preview", permission=RUN)
def preview_move(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = standing_queries.standing(viewer, session_id), desk_forms.sent_move_form(viewer, site().zone)
    if form.attempt(lambda: moving.look(session_id, form.aim(), now=now())):
        page = moving_pages.move_preview(one, form.outcome, kept(form))
        return render_template(PREVIEW, page=page, form=form)
    return render_template(FORM, page=moving_pages.move_page(one), form=form), 422


@blueprint.action(f"{SESSION}/move", permission=RUN)
def move(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = standing_queries.standing(viewer, session_id), desk_forms.sent_move_form(viewer, site().zone)
    by: dict[str, Any] = {"by_person_id": viewer.person_id, "host": hosting.host(), "now": now()}
    if form.attempt(lambda: moving.move_session(session_id, form.aim(), form.decision(), **by)) and form.outcome.done:
        say(moving_pages.moved_words(form.outcome.impact))
        return to("seminars.desk_session", session_id=session_id)
    if form.outcome:
        form.refuse("", moving_pages.stale_words())
        page = moving_pages.move_preview(one, form.outcome.impact, kept(form))
        return render_template(PREVIEW, page=page, form=form), 422
    return render_template(FORM, page=moving_pages.move_page(one), form=form), 422


@blueprint.page(f"{SESSION}/move/answers", permission=RUN)
def move_answers(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, found = standing_queries.standing(viewer, session_id), standing_queries.answers(viewer, session_id)
    return render_template("seminars/move_answers.html", page=moving_pages.answers_page(one, found))


@blueprint.page(f"{SESSION}/move/answers/people.<form:kind>", permission=RUN)
def move_answers_table(viewer: Viewer, session_id: str, kind: TableForm) -> ResponseReturnValue:
    one, found = standing_queries.standing(viewer, session_id), standing_queries.answers(viewer, session_id)
    return download(kind, moving_pages.answer_rows(found), one.slug, of=("session", one.id))


@blueprint.page(f"{SESSION}/shrink", permission=RUN)
def shrink_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = standing_queries.standing(viewer, session_id), Form()
    if form.attempt(lambda: shrinking.look(moving_pages.seats_of(one, now()), hosting.fewer())):
        page = moving_pages.shrink_page(one, form.outcome)
        return render_template(SHRINK, page=page, form=form)
    say(" ".join(form.form_errors), "problem")
    return to("seminars.desk_session", session_id=session_id)


@blueprint.action(f"{SESSION}/shrink", permission=RUN)
def shrink(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    form = ShrinkForm.read()
    by: dict[str, Any] = {"by_person_id": viewer.person_id, "host": hosting.host(), "now": now()}
    if form.attempt(lambda: shrinking.shrink_session(session_id, form.few(), seen=form.seen.data or "", **by)):
        say(text("There are fewer seats. People who went back to the waiting list: %(n)s.", n=form.outcome))
        return to("seminars.desk_session", session_id=session_id)
    say(" ".join([*form.form_errors, *form.capacity.errors]), "problem")
    return to("seminars.shrink_form", session_id=session_id, capacity=form.few())


@blueprint.action("/seminars/<slug:slug>/<public_id:session_id>/suits", permission=Permission.SEMINAR_ATTEND)
def suits(viewer: Viewer, slug: str, session_id: str) -> ResponseReturnValue:
    _about, row = queries.session(viewer, slug, session_id)
    form, claim = Form.read(), Claim(row.registration or "", person_id=viewer.person_id)
    done = form.attempt(moving.answer_yes, claim, now=now())
    say(text("Good. We expect you then.") if done else " ".join(form.form_errors), "good" if done else "problem")
    return to("seminars.session", slug=slug, session_id=session_id)


@blueprint.action("/seminars/manage/<token:token>/suits", permission=PUBLIC)
def guest_suits(_viewer: Viewer, token: str) -> ResponseReturnValue:
    form = Form.read()
    done = form.attempt(moving.answer_yes, hosting.claim_to_manage(token), now=now())
    say(text("Good. We expect you then.") if done else " ".join(form.form_errors), "good" if done else "problem")
    return to("seminars.manage", token=token)
