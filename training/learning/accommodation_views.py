"""Pages on which the questions are made to fit a person. Managers have no way to them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.learning import accommodation_queries, accommodation_service
from training.learning.accommodation_pages import arrangement_lines
from training.learning.blueprint import blueprint
from training.learning.forms import ArrangeForm
from training.learning.readiness import Moment
from training.web.request import note, now, say, to, today

ARRANGE = Permission.ACCOMMODATION_ARRANGE
LIST, TEMPLATE = "/desk/accommodations/", "learning/accommodations.html"


@blueprint.page(LIST, permission=ARRANGE)
def accommodations(viewer: Viewer) -> ResponseReturnValue:
    rows = accommodation_queries.arrangements(viewer, today())
    note("accommodations-read")
    return render_template(TEMPLATE, lines=arrangement_lines(rows), form=ArrangeForm())


@blueprint.action(LIST, permission=ARRANGE)
def arrange(viewer: Viewer) -> ResponseReturnValue:
    form, at = ArrangeForm.read(), Moment(now(), today())
    if form.attempt(accommodation_service.arrange, viewer, form.arrangement(), at=at):
        say(text("It is arranged, and holds from the next attempt on."))
        return to("learning.accommodations")
    rows = accommodation_queries.arrangements(viewer, at.today)
    note("accommodations-read")
    return render_template(TEMPLATE, lines=arrangement_lines(rows), form=form), 422


@blueprint.action("/desk/accommodations/<public_id:accommodation_id>/end", permission=ARRANGE)
def end_accommodation(viewer: Viewer, accommodation_id: str) -> ResponseReturnValue:
    accommodation_service.end(viewer, accommodation_id, at=Moment(now(), today()))
    say(text("It has ended. What held until today stays on record."))
    return to("learning.accommodations")
