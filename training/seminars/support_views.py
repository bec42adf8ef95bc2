"""Pages of who gives a date, what goes with it and what it costs; and the files for those who come."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form as TableForm
from training.core.text import text
from training.seminars import (
    cost_queries,
    hosting,
    material_queries,
    queries,
    standing_queries,
    support_pages,
    trainer_queries,
)
from training.seminars import (
    costs as costing,
)
from training.seminars import (
    materials as giving,
)
from training.seminars import (
    trainers as training,
)
from training.seminars.blueprint import blueprint
from training.seminars.support_forms import CostForm, MaterialForm, StrikeForm, TrainerForm
from training.web.blueprint import PUBLIC
from training.web.exporting import download
from training.web.request import asked, now, say, to, today

RUN = Permission.SEMINAR_RUN
SESSION = "/desk/sessions/<public_id:session_id>"
TRAINERS, MATERIALS, COSTS = "seminars/trainers.html", "seminars/materials.html", "seminars/costs.html"


@blueprint.page(f"{SESSION}/trainers", permission=RUN)
def trainers(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, found = standing_queries.standing(viewer, session_id), trainer_queries.find(viewer, asked("find"))
    page = support_pages.trainers_page(one, trainer_queries.trainers(session_id), asked("find"), found)
    return render_template(TRAINERS, page=page, form=TrainerForm().among(list(page.found)))


@blueprint.action(f"{SESSION}/trainers", permission=RUN)
def add_trainer(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, found = standing_queries.standing(viewer, session_id), trainer_queries.find(viewer, asked("find"))
    form = TrainerForm.read().among(support_pages.choices(found))
    if form.attempt(lambda: training.add_trainer(viewer, session_id, form.trainer(), now=now())):
        say(text("They give this date."))
        return to("seminars.trainers", session_id=session_id)
    page = support_pages.trainers_page(one, trainer_queries.trainers(session_id), asked("find"), found)
    return render_template(TRAINERS, page=page, form=form), 422


@blueprint.action(f"{SESSION}/trainers/remove", permission=RUN)
def remove_trainer(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    training.remove_trainer(viewer, session_id, StrikeForm.read().row.data or "", now=now())
    say(text("They no longer give this date."))
    return to("seminars.trainers", session_id=session_id)


@blueprint.page(f"{SESSION}/trainers/people.<form:kind>", permission=RUN)
def trainers_table(viewer: Viewer, session_id: str, kind: TableForm) -> ResponseReturnValue:
    one = standing_queries.standing(viewer, session_id)
    return download(kind, support_pages.trainer_rows(trainer_queries.trainers(session_id)), one.slug)


@blueprint.page(f"{SESSION}/materials", permission=RUN)
def materials(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, found = standing_queries.standing(viewer, session_id), material_queries.all_of(viewer, session_id)
    return render_template(MATERIALS, page=support_pages.materials_page(one, found), form=MaterialForm())


@blueprint.action(f"{SESSION}/materials", permission=RUN)
def add_material(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = standing_queries.standing(viewer, session_id), MaterialForm.read()
    if form.attempt(lambda: giving.add_material(viewer, session_id, form.material(), now=now())):
        say(text("It goes with the date."))
        return to("seminars.materials", session_id=session_id)
    page = support_pages.materials_page(one, material_queries.all_of(viewer, session_id))
    return render_template(MATERIALS, page=page, form=form), 422


@blueprint.action(f"{SESSION}/materials/remove", permission=RUN)
def remove_material(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    giving.remove_material(viewer, session_id, StrikeForm.read().row.data or "", now=now())
    say(text("It is taken away."))
    return to("seminars.materials", session_id=session_id)


@blueprint.page(f"{SESSION}/materials/things.<form:kind>", permission=RUN)
def materials_table(viewer: Viewer, session_id: str, kind: TableForm) -> ResponseReturnValue:
    one, found = standing_queries.standing(viewer, session_id), material_queries.all_of(viewer, session_id)
    return download(kind, support_pages.material_table(found), one.slug)


@blueprint.page(
    "/seminars/<slug:slug>/<public_id:session_id>/materials/<public_id:material>", permission=Permission.SEMINAR_ATTEND
)
def own_material(viewer: Viewer, slug: str, session_id: str, material: str) -> ResponseReturnValue:
    queries.session(viewer, slug, session_id)
    return hosting.file_to_save(material_queries.own_file(viewer, session_id, material))


@blueprint.page("/seminars/manage/<token:token>/materials/<public_id:material>", permission=PUBLIC)
def guest_material(_viewer: Viewer, token: str, material: str) -> ResponseReturnValue:
    seat = hosting.seat_of(hosting.claim_to_manage(token))
    return hosting.file_to_save(material_queries.file_of_link(seat.registration, seat.link_version, material))


@blueprint.page(f"{SESSION}/costs", permission=RUN)
def costs(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, found = standing_queries.standing(viewer, session_id), cost_queries.costs(viewer, session_id)
    page = support_pages.costs_page(viewer, one, found, cost_queries.attended(session_id))
    return render_template(COSTS, page=page, form=CostForm())


@blueprint.action(f"{SESSION}/costs", permission=RUN)
def add_cost(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    one, form = standing_queries.standing(viewer, session_id), CostForm.read()
    if form.attempt(lambda: costing.add_cost(viewer, session_id, form.cost(), now=now(), today=today())):
        say(text("The cost is entered."))
        return to("seminars.costs", session_id=session_id)
    found = cost_queries.costs(viewer, session_id)
    page = support_pages.costs_page(viewer, one, found, cost_queries.attended(session_id))
    return render_template(COSTS, page=page, form=form), 422


@blueprint.action(f"{SESSION}/costs/remove", permission=RUN)
def remove_cost(viewer: Viewer, session_id: str) -> ResponseReturnValue:
    costing.remove_cost(viewer, session_id, StrikeForm.read().row.data or "", now=now())
    say(text("The cost is struck."))
    return to("seminars.costs", session_id=session_id)


@blueprint.page(f"{SESSION}/costs/costs.<form:kind>", permission=RUN)
def costs_table(viewer: Viewer, session_id: str, kind: TableForm) -> ResponseReturnValue:
    one, found = standing_queries.standing(viewer, session_id), cost_queries.costs(viewer, session_id)
    return download(kind, support_pages.cost_rows(found), one.slug)


@blueprint.page("/desk/seminars/costs/", permission=RUN)
def year_costs(viewer: Viewer) -> ResponseReturnValue:
    year, years = hosting.year_of_costs(cost_queries.first_and_last(viewer))
    found = cost_queries.of_time(viewer, *hosting.span_of(year))
    return render_template("seminars/year_costs.html", page=support_pages.year_page(found, year, years))


@blueprint.page("/desk/seminars/costs/costs.<form:kind>", permission=RUN)
def year_costs_table(viewer: Viewer, kind: TableForm) -> ResponseReturnValue:
    year, _years = hosting.year_of_costs(cost_queries.first_and_last(viewer))
    found = cost_queries.of_time(viewer, *hosting.span_of(year))
    return download(kind, support_pages.year_rows(found), f"costs-{year}")
