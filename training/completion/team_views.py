"""Actions in place: a manager gives more time, notes leave and its end, has people reminded."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.completion import team_pages, team_queries, team_service
from training.completion.blueprint import blueprint
from training.completion.team_forms import ExtendForm, LeaveEndForm, LeaveForm, RemindForm
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.people.departments import EVERYWHERE, department_for, whole_for
from training.people.team_queries import team_member
from training.web.request import asked, now, say, to, to_path, today
from training.web.returning import way_back

ACT = Permission.TEAM_ACT
EXTEND = "/duties/<public_id:duty_id>/extend"
LEAVE, BACK = "/people/<public_id:person_id>/leave", "/people/<public_id:person_id>/back"
REMIND = "/departments/<public_id:department_id>/<slug:requirement>/remind"
REMIND_EVERYBODY = "/departments/everybody/<slug:requirement>/remind"


@blueprint.page(EXTEND, permission=ACT)
def extend_form(viewer: Viewer, duty_id: str) -> ResponseReturnValue:
    back, duty = way_back(asked("back")), team_queries.duty_in_hand(viewer, duty_id, today())
    page, form = team_pages.extend_page(duty, viewer, back, today()), ExtendForm(back=back)
    return render_template("completion/extend.html", page=page, form=form)


@blueprint.action(EXTEND, permission=ACT)
def extend(viewer: Viewer, duty_id: str) -> ResponseReturnValue:
    form, duty = ExtendForm.read(), team_queries.duty_in_hand(viewer, duty_id, today())
    page = team_pages.extend_page(duty, viewer, way_back(form.back.data or ""), today())
    told = (viewer, duty_id, form.until.data, form.reason.data)
    if form.attempt(team_service.extend, *told, now=now(), today=today()):
        say(text("%(name)s has until %(day)s.", name=duty.name, day=form.until.data))
        return to_path(page.back)
    return render_template("completion/extend.html", page=page, form=form), 422


@blueprint.page(LEAVE, permission=ACT)
def leave_form(viewer: Viewer, person_id: str) -> ResponseReturnValue:
    back = way_back(asked("back"))
    page, form = team_pages.leave_page(team_member(viewer, person_id), back), LeaveForm(back=back, since=today())
    return render_template("completion/leave.html", page=page, form=form)


@blueprint.action(LEAVE, permission=ACT)
def leave(viewer: Viewer, person_id: str) -> ResponseReturnValue:
    form, member = LeaveForm.read(), team_member(viewer, person_id)
    page = team_pages.leave_page(member, way_back(form.back.data or ""))
    told = (viewer, person_id, form.days, form.reason.data)
    if form.attempt(team_service.put_on_leave, *told, now=now(), today=today()):
        say(text("%(name)s is on leave and back on %(day)s.", name=member.name, day=form.until.data))
        return to_path(page.back)
    return render_template("completion/leave.html", page=page, form=form), 422


@blueprint.page(BACK, permission=ACT)
def leave_end_form(viewer: Viewer, person_id: str) -> ResponseReturnValue:
    back, member = way_back(asked("back")), team_member(viewer, person_id)
    page = team_pages.leave_end_page(member, team_queries.leaves(member.id, today()), back)
    form = LeaveEndForm(back=back)
    return render_template("completion/leave_end.html", page=page, form=form)


@blueprint.action(BACK, permission=ACT)
def leave_end(viewer: Viewer, person_id: str) -> ResponseReturnValue:
    form, member = LeaveEndForm.read(), team_member(viewer, person_id)
    leaves, back = team_queries.leaves(member.id, today()), way_back(form.back.data or "")
    page = team_pages.leave_end_page(member, leaves, back)
    told = (viewer, person_id, form.until.data, form.reason.data)
    if form.attempt(team_service.end_leave, *told, now=now(), today=today()):
        say(text("%(name)s is back on %(day)s.", name=member.name, day=form.until.data))
        return to_path(page.back)
    return render_template("completion/leave_end.html", page=page, form=form), 422


@blueprint.action(REMIND, permission=ACT)
def remind(viewer: Viewer, department_id: str, requirement: str) -> ResponseReturnValue:
    form, department = RemindForm.read(), department_for(viewer, department_id, permission=ACT)
    group = form.group(department.path, requirement)
    told = team_service.remind(viewer, group, now=now(), today=today())
    say(team_pages.reminded(told))
    back = way_back(form.back.data or "")
    return to_path(back) if back else to("reports.requirement", department_id=department_id, requirement=requirement)


@blueprint.action(REMIND_EVERYBODY, permission=ACT)
def remind_everybody(viewer: Viewer, requirement: str) -> ResponseReturnValue:
    form = RemindForm.read()
    whole_for(viewer, permission=ACT)
    told = team_service.remind(viewer, form.group(EVERYWHERE, requirement), now=now(), today=today())
    say(team_pages.reminded(told))
    back = way_back(form.back.data or "")
    return to_path(back) if back else to("reports.everybody", requirement=requirement)
