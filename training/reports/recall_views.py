"""Pages of what departments still know, and of what they believe that is not so."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.learning import recalled_queries
from training.learning.recall_scope import company
from training.reports import recall_pages
from training.reports.blueprint import blueprint
from training.web.request import asked

READ = Permission.RECALL_READ


@blueprint.page("/desk/recall/", permission=READ)
def recall(viewer: Viewer) -> ResponseReturnValue:
    seen = company(viewer, asked("department"))
    page = recall_pages.recall_page(seen, recalled_queries.topics(), recalled_queries.recalled(viewer))
    return render_template("reports/recall.html", page=page)


@blueprint.page("/desk/beliefs/", permission=READ)
def beliefs(viewer: Viewer) -> ResponseReturnValue:
    page = recall_pages.beliefs_page(company(viewer, asked("department")), recalled_queries.believed(viewer))
    return render_template("reports/beliefs.html", page=page)
