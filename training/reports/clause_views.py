"""Pages of the register of laws and standards."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.reports import clause_pages, clause_queries
from training.reports.blueprint import blueprint
from training.web.request import today

READ = Permission.CLAUSE_READ


@blueprint.page("/desk/clauses/", permission=READ)
def frameworks(_viewer: Viewer) -> ResponseReturnValue:
    page = clause_pages.frameworks_page(clause_queries.frameworks())
    return render_template("reports/frameworks.html", page=page)


@blueprint.page("/desk/clauses/<slug:slug>", permission=READ)
def framework(_viewer: Viewer, slug: str) -> ResponseReturnValue:
    found = clause_queries.framework(slug)
    clauses, servers = clause_queries.clauses(found.id), clause_queries.servers()
    page = clause_pages.framework_page(found, clauses, servers, today())
    return render_template("reports/framework.html", page=page)
