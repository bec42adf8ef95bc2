"""Pages of the kits from which seminars are held."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.seminars import kit_pages, kit_queries
from training.seminars.blueprint import blueprint
from training.web.request import local_words

RUN = Permission.SEMINAR_RUN


@blueprint.page("/desk/kits/", permission=RUN)
def kits(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("seminars/kits.html", page=kit_pages.kits_page(kit_queries.kits()))


@blueprint.page("/desk/kits/<slug:slug>", permission=RUN)
def kit(_viewer: Viewer, slug: str) -> ResponseReturnValue:
    return render_template("seminars/kit.html", page=kit_pages.kit_page(kit_queries.kit(slug)))


@blueprint.page("/desk/kits/<slug:slug>/<slug:paper>", permission=RUN)
def kit_paper(_viewer: Viewer, slug: str, paper: str) -> ResponseReturnValue:
    found = kit_queries.kit(slug)
    if paper not in kit_pages.PAPERS:
        raise NotFound
    return render_template("seminars/kit_paper.html", page=kit_pages.paper_page(found, paper, local_words()))
