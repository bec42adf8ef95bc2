"""The pages of evidence packs: ask for one, see it being made, take it home."""

from flask import Response, render_template, stream_with_context
from flask.typing import ResponseReturnValue

from training.completion import evidence_queries as asking
from training.completion import evidence_service
from training.completion.evidence_rules import BUILD_PACK
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.jobs.queries import progress
from training.reports import evidence_queries, pack_pages
from training.reports.blueprint import blueprint
from training.reports.evidence_forms import PackForm
from training.web.request import note, now, say, to, today

MAKE, READ = Permission.EVIDENCE_MAKE, Permission.EVIDENCE_READ
TEMPLATE = "reports/packs.html"


@blueprint.page("/desk/evidence/", permission=MAKE)
def packs(viewer: Viewer) -> ResponseReturnValue:
    lines = pack_pages.pack_lines(evidence_queries.packs(viewer))
    return render_template(TEMPLATE, lines=lines, form=PackForm().offering(asking.requirements()))


@blueprint.action("/desk/evidence/", permission=MAKE)
def ask_for_pack(viewer: Viewer) -> ResponseReturnValue:
    form = PackForm.read().offering(asking.requirements())
    if form.attempt(evidence_service.ask, viewer, form.pack(), now=now(), today=today()):
        say(text("The pack holds what is known now. It is made while you do something else."))
        return to("reports.pack", pack_id=form.outcome)
    lines = pack_pages.pack_lines(evidence_queries.packs(viewer))
    return render_template(TEMPLATE, lines=lines, form=form), 422


@blueprint.page("/desk/evidence/<public_id:pack_id>", permission=MAKE)
def pack(viewer: Viewer, pack_id: str) -> ResponseReturnValue:
    page = pack_pages.pack_page(evidence_queries.pack(viewer, pack_id), progress(BUILD_PACK, pack_id))
    return render_template("reports/pack.html", page=page), page.headers


@blueprint.page("/evidence/packs/<public_id:pack_id>.zip", permission=READ)
def pack_file(viewer: Viewer, pack_id: str) -> ResponseReturnValue:
    found = evidence_queries.pack_to_read(viewer, pack_id, now().date())
    note("exported", subject_kind="evidence-pack", subject_id=found.id)
    name = f"evidence-{found.slug}-{found.since}-to-{found.until}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(found.size)}
    return Response(stream_with_context(evidence_queries.parts(found)), mimetype="application/zip", headers=headers)
