"""Evidence to be read: by an auditor what they were let in for, by the team everything. Every look is recorded."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.tables import Form
from training.reports import (
    evidence_queries,
    evidence_reading,
    pack_queries,
    population_queries,
    proof_queries,
    table_rows,
)
from training.reports.audited_duty_pages import duty_page
from training.reports.blueprint import blueprint
from training.reports.evidence_pages import engagement_page, evidence_page, population_rows, sample_page, sample_rows
from training.reports.wishes import wish_from
from training.web.exporting import download
from training.web.request import local, note, now

READ = Permission.EVIDENCE_READ
ONE = "/evidence/<public_id:engagement_id>"


@blueprint.page("/evidence/", permission=READ)
def evidence(viewer: Viewer) -> ResponseReturnValue:
    rows = evidence_queries.engagements(viewer, now().date())
    page = evidence_page(rows, sees_all=evidence_queries.sees_all(viewer))
    return render_template("reports/evidence.html", page=page)


@blueprint.page(ONE, permission=READ)
def engagement(viewer: Viewer, engagement_id: str) -> ResponseReturnValue:
    one = evidence_queries.engagement(viewer, engagement_id, now().date())
    note("evidence-read", subject_kind="engagement", subject_id=one.id)
    wish = wish_from(one.slug, request.args)
    page = engagement_page(one, evidence_reading.read(one, wish, now()), wish, local(now()))
    return render_template("reports/engagement.html", page=page)


@blueprint.page(f"{ONE}/population.<form:kind>", permission=READ)
def population_table(viewer: Viewer, engagement_id: str, kind: Form) -> ResponseReturnValue:
    one = evidence_queries.engagement(viewer, engagement_id, now().date())
    rows = population_rows(population_queries.population(one.matter(now())), one, proof_queries.rosters())
    return download(kind, rows, f"{one.slug}-population", of=("engagement", one.id))


@blueprint.page(f"{ONE}/sample", permission=READ)
def sample(viewer: Viewer, engagement_id: str) -> ResponseReturnValue:
    one = evidence_queries.engagement(viewer, engagement_id, now().date())
    note("evidence-read", subject_kind="engagement", subject_id=one.id)
    page = sample_page(one, *evidence_reading.sampled(one, now()))
    return render_template("reports/sample.html", page=page)


@blueprint.page(f"{ONE}/sample/people.<form:kind>", permission=READ)
def sample_table(viewer: Viewer, engagement_id: str, kind: Form) -> ResponseReturnValue:
    one = evidence_queries.engagement(viewer, engagement_id, now().date())
    rows = sample_rows(one, *evidence_reading.sampled(one, now()))
    return download(kind, rows, f"{one.slug}-sample", of=("engagement", one.id))


@blueprint.page(f"{ONE}/packs.<form:kind>", permission=READ)
def packs_within_table(viewer: Viewer, engagement_id: str, kind: Form) -> ResponseReturnValue:
    one = evidence_queries.engagement(viewer, engagement_id, now().date())
    rows = table_rows.packs_within(evidence_queries.all_packs_within(one))
    return download(kind, rows, f"{one.slug}-packs", of=("engagement", one.id))


@blueprint.page(f"{ONE}/exemptions.<form:kind>", permission=READ)
def exemptions_table(viewer: Viewer, engagement_id: str, kind: Form) -> ResponseReturnValue:
    one = evidence_queries.engagement(viewer, engagement_id, now().date())
    rows = table_rows.exemptions(pack_queries.all_standing(one.matter(now())))
    return download(kind, rows, f"{one.slug}-exemptions", of=("engagement", one.id))


@blueprint.page(f"{ONE}/<public_id:duty_id>", permission=READ)
def engagement_duty(viewer: Viewer, engagement_id: str, duty_id: str) -> ResponseReturnValue:
    one = evidence_queries.engagement(viewer, engagement_id, now().date())
    duty = population_queries.duty(one.matter(now()), duty_id)
    note("evidence-read", subject_kind="assignment", subject_id=duty.id)
    page = duty_page(one, duty, evidence_reading.told(one, duty, now()))
    return render_template("reports/engagement_duty.html", page=page)
