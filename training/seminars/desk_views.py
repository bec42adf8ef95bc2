"""Pages for those who run seminars: plan, see who comes, call off."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import (
    calling_off,
    demand_pages,
    demand_queries,
    desk_forms,
    desk_pages,
    hosting,
    plan_pages,
    plan_queries,
    planning,
    roster_queries,
    table_rows,
    wish_pages,
    wish_queries,
)
from training.seminars.blueprint import blueprint
from training.seminars.forms import CallOffForm, CapacityForm, RoomForm, SeminarForm
from training.seminars.session_links import desk_links
from training.web.exporting import download
from training.web.request import asked, now, say, site, to

RUN = Permission.SEMINAR_RUN
SEMINAR = "/desk/seminars/<slug:slug>/sessions/new"
SESSION = "/desk/sessions/<public_id:session_id>"


@blueprint.page("/desk/seminars/", permission=RUN)
def desk(viewer: Viewer) -> ResponseReturnValue:
    page = desk_pages.desk_page(roster_queries.sessions(viewer, now()), roster_queries.seminars(viewer), now())
    return render_template("seminars/desk.html", page=page)


@blueprint.page("/desk/seminars/dates.<form:kind>", permission=RUN)
def dates_table(viewer: Viewer, kind: TableForm) -> ResponseReturnValue:
    return download(kind, table_rows.dates(roster_queries.sessions(viewer, now())), "dates")


@blueprint.page("/desk/seminars/new", permission=RUN)
def new_seminar_form(_viewer: Viewer) -> ResponseReturnValue:
    form = desk_forms.seminar_form(asked("kit"), site().language)
    return render_template("seminars/new_seminar.html", form=form)


@blueprint.action("/desk/seminars/new", permission=RUN)
def new_seminar(viewer: Viewer) -> ResponseReturnValue:
    form = desk_forms.with_topics(SeminarForm.read())
    if form.attempt(lambda: planning.create_seminar(form.seminar(), by_person_id=viewer.person_id, now=now())):
        say(text("The seminar is described. Plan its first date."))
        return to("seminars.new_session_form", slug=form.outcome)
    return render_template("seminars/new_seminar.html", form=form), 422


@blueprint.page("/desk/rooms/new", permission=RUN)
def new_room_form(viewer: Viewer) -> ResponseReturnValue:
    return render_template("seminars/new_room.html", form=desk_forms.room_form(viewer, RoomForm()))


@blueprint.action("/desk/rooms/new", permission=RUN)
def new_room(viewer: Viewer) -> ResponseReturnValue:
    form = desk_forms.room_form(viewer, RoomForm.read())
    told = (form.site.data or "", form.name.data or "", form.seats.data)
    if form.attempt(planning.name_room, *told, by_person_id=viewer.person_id, now=now()):
        say(text("The room is named. You can plan dates in it."))
        return to("seminars.desk")
    return render_template("seminars/new_room.html", form=form), 422


@blueprint.page(SEMINAR, permission=RUN)
def new_session_form(viewer: Viewer, slug: str) -> ResponseReturnValue:
    about = plan_queries.seminar(slug)
    form = desk_forms.session_form(viewer, site().zone, minutes=about.minutes, capacity=20)
    demand_pages.lead_with(form, demand_queries.rooms_at(asked("site")), asked("seats"))
    return render_template("seminars/new_session.html", form=form, about=about)


@blueprint.action(SEMINAR, permission=RUN)
def new_session(viewer: Viewer, slug: str) -> ResponseReturnValue:
    about = plan_queries.seminar(slug)
    form = desk_forms.sent_session_form(viewer, site().zone)
    if form.attempt(lambda: planning.plan_session(form.session(slug), by_person_id=viewer.person_id, now=now())):
        say(plan_pages.planned_words(form.outcome))
        return to("seminars.desk_session", session_id=form.outcome.public_id)
    return render_template("seminars/new_session.html", form=form, about=about), 422


@blueprint.page(SESSION, permission=RUN)
def desk_session(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one = roster_queries.session(viewer, session_id)
    page = desk_pages.desk_session_page(one, roster_queries.comers(viewer, session_id), now())
    form, links = CapacityForm(capacity=one.capacity), desk_links(one, now())
    plan = plan_pages.desk_part(viewer, one, now())
    return render_template("seminars/desk_session.html", page=page, form=form, links=links, plan=plan)


@blueprint.page(f"{SESSION}/people.<form:kind>", permission=RUN)
def comers_table(viewer: Viewer, session_id: str, kind: TableForm) -> ResponseReturnValue:
    one = roster_queries.session(viewer, session_id)
    comers, answers = roster_queries.comers(viewer, session_id), wish_queries.answers(viewer, session_id)
    rows = wish_pages.beside(table_rows.comers(comers), comers, answers)
    return download(kind, rows, one.slug, of=("session", None))


@blueprint.action(f"{SESSION}/capacity", permission=RUN)
def resize(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = roster_queries.session(viewer, session_id), CapacityForm.read()
    change = {"by_person_id": viewer.person_id, "host": hosting.host(), "now": now()}
    if form.attempt(planning.resize_session, session_id, form.capacity.data, **change):
        say(text("The number of seats is changed. People who moved up: %(n)s.", n=form.outcome))
        return to("seminars.desk_session", session_id=session_id)
    page = desk_pages.desk_session_page(one, roster_queries.comers(viewer, session_id), now())
    links, plan = desk_links(one, now()), plan_pages.desk_part(viewer, one, now(), form.capacity.data)
    return render_template("seminars/desk_session.html", page=page, form=form, links=links, plan=plan), 422


@blueprint.page(f"{SESSION}/call-off", permission=RUN)
def call_off_form(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, would = roster_queries.session(viewer, session_id), calling_off.look(viewer, session_id)
    page = plan_pages.call_off_page(one, would)
    return render_template("seminars/call_off.html", page=page, form=CallOffForm())


@blueprint.action(f"{SESSION}/call-off", permission=RUN)
def call_off(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = roster_queries.session(viewer, session_id), CallOffForm.read()
    by = {"by_person_id": viewer.person_id, **hosting.acting()}
    if form.attempt(planning.cancel_session, session_id, form.reason.data, **by):
        say(text("The date is called off. People who are told: %(n)s.", n=form.outcome))
        return to("seminars.desk_session", session_id=session_id)
    page = plan_pages.call_off_page(one, calling_off.look(viewer, session_id))
    return render_template("seminars/call_off.html", page=page, form=form), 422
