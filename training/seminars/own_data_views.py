"""Pages on which guests take their data or have it erased, by the link of their own."""

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Viewer
from training.seminars import hosting, own_data, own_data_pages, own_data_queries
from training.seminars.blueprint import blueprint
from training.web.blueprint import PUBLIC
from training.web.forms import Form
from training.web.request import now, to

DATA = "/seminars/manage/<token:token>/data"


@blueprint.page(DATA, permission=PUBLIC)
def own_data_page(_viewer: Viewer, token: str) -> ResponseReturnValue:
    guest = hosting.guest_to_manage(token)
    if guest is None:
        return hosting.private(render_template("seminars/link_over.html")), 404
    page = own_data_pages.own_data_page(guest, own_data_queries.registrations(guest.id), now())
    return hosting.private(render_template("seminars/own_data.html", page=page, token=token))


@blueprint.page(f"{DATA}.json", permission=PUBLIC)
def own_data_file(_viewer: Viewer, token: str) -> ResponseReturnValue:
    guest = hosting.guest_to_manage(token)
    if guest is None:
        return hosting.private(render_template("seminars/link_over.html")), 404
    answer = hosting.private(jsonify(own_data.whole(guest, now=now())))
    answer.headers["Content-Disposition"] = 'attachment; filename="your-data.json"'
    return answer


@blueprint.action(f"{DATA}/erase", permission=PUBLIC)
def erase_own_data(_viewer: Viewer, token: str) -> ResponseReturnValue:
    guest = hosting.guest_to_manage(token)
    if guest is None:
        return hosting.private(render_template("seminars/link_over.html")), 404
    if Form.read().attempt(own_data.erase, hosting.claim_to_manage(token), host=hosting.host(), now=now()):
        return to("seminars.erased")
    return to("seminars.own_data_page", token=token)


@blueprint.page("/seminars/erased", permission=PUBLIC)
def erased(_viewer: Viewer) -> ResponseReturnValue:
    return hosting.private(render_template("seminars/erased.html"))
