"""Pages of the register, for those who run seminars and for the trainers of a date: mark, review, sign, correct."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import (
    attendance,
    closing,
    desk_forms,
    holding_queries,
    hosting,
    register_pages,
    table_rows,
    walk_ins,
)
from training.seminars.blueprint import blueprint
from training.seminars.forms import CorrectionForm
from training.seminars.holding_forms import ForgottenForm
from training.web.exporting import download
from training.web.forms import Form
from training.web.request import now, say, to

HOLD = Permission.SEMINAR_HOLD
REGISTER = "/desk/sessions/<public_id:session_id>/attendance"
REGISTRATION = "/desk/registrations/<public_id:registration_id>/correct"


@blueprint.page(REGISTER, permission=HOLD)
def attendance_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = holding_queries.date_to_sign(viewer, session_id)
    comers = holding_queries.comers(one)
    register = desk_forms.register(comers, hosting.finding())
    page = register_pages.register_page(one, comers, hosting.finding())
    return render_template("seminars/attendance.html", page=page, form=register.form, groups=register.groups)


@blueprint.action(REGISTER, permission=HOLD)
def mark(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = holding_queries.date_to_sign(viewer, session_id)
    comers = holding_queries.comers(one)
    register = desk_forms.sent_register(comers, hosting.finding())
    if register.form.attempt(
        lambda: attendance.mark_attendance(session_id, register.marks, by_person_id=viewer.person_id, now=now())
    ):
        return to("seminars.review", session_id=session_id)
    page = register_pages.register_page(one, comers, hosting.finding())
    return render_template("seminars/attendance.html", page=page, form=register.form, groups=register.groups), 422


@blueprint.page(f"{REGISTER}/review", permission=HOLD)
def review(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = holding_queries.date_to_sign(viewer, session_id)
    page = register_pages.review_page(one, holding_queries.comers(one), now())
    return render_template("seminars/review.html", page=page, form=Form())


@blueprint.action(f"{REGISTER}/review", permission=HOLD)
def sign(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = holding_queries.date_to_sign(viewer, session_id), Form.read()
    if form.attempt(closing.close, session_id, by_person_id=viewer.person_id, host=hosting.host(), now=now()):
        say(text("The attendance is signed. Completed: %(n)s. Absent: %(absent)s.", n=form.outcome.complete,
                 absent=form.outcome.absent))  # fmt: skip
        return to("seminars.signed", session_id=session_id)
    page = register_pages.review_page(one, holding_queries.comers(one), now())
    return render_template("seminars/review.html", page=page, form=form), 422


@blueprint.page(f"{REGISTER}/signed", permission=HOLD)
def signed(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = holding_queries.date_to_sign(viewer, session_id)
    page = register_pages.signed_page(one, holding_queries.comers(one), now())
    return render_template("seminars/signed.html", page=page)


@blueprint.page(f"{REGISTER}/signed/people.<form:kind>", permission=HOLD)
def signed_table(viewer: Viewer, session_id: str, kind: TableForm) -> ResponseReturnValue:
    one = holding_queries.date_to_sign(viewer, session_id)
    rows = table_rows.signed(holding_queries.comers(one))
    return download(kind, rows, one.slug, of=("session", None))


@blueprint.page(f"{REGISTER}/forgotten", permission=HOLD)
def forgotten_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = holding_queries.date_to_sign(viewer, session_id)
    page = register_pages.signed_page(one, (), now())
    return render_template("seminars/forgotten.html", page=page, form=ForgottenForm())


@blueprint.action(f"{REGISTER}/forgotten", permission=HOLD)
def forgotten(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = holding_queries.date_to_sign(viewer, session_id), ForgottenForm.read()
    page, by = register_pages.signed_page(one, (), now()), viewer.person_id
    who = form.walk_in(hosting.language())
    if form.attempt(lambda: walk_ins.add_forgotten(session_id, who, form.correction(), by_person_id=by, now=now())):
        say(text("They are added, with your name and reason."))
        return to("seminars.signed", session_id=session_id)
    return render_template("seminars/forgotten.html", page=page, form=form), 422


@blueprint.page(REGISTRATION, permission=HOLD)
def correction_form(viewer: Viewer, registration_id: str) -> ResponseReturnValue:
    one = holding_queries.comer(viewer, registration_id)
    form = CorrectionForm(mark=one.signed, minutes=one.signed_minutes or None)
    return render_template("seminars/correct.html", page=register_pages.correction_page(one), form=form)


@blueprint.action(REGISTRATION, permission=HOLD)
def correct(viewer: Viewer, registration_id: str) -> ResponseReturnValue:
    one, form = holding_queries.comer(viewer, registration_id), CorrectionForm.read()
    if form.attempt(
        lambda: attendance.revert_attendance(
            registration_id, form.correction(), by_person_id=viewer.person_id, now=now()
        )
    ):
        say(text("The record is corrected. What was signed before stays beside it, with your reason."))
        return to("seminars.signed", session_id=one.session)
    return render_template("seminars/correct.html", page=register_pages.correction_page(one), form=form), 422
