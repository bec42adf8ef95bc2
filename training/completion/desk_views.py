"""Pages of requirements on the desk: all of them, one, the form, and what a draft would bring about."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.completion import draft_queries, drafting, requirement_sheets, telling
from training.completion.blueprint import blueprint
from training.completion.draft_pages import draft_page
from training.completion.requirement_form_pages import form_page, reach_part
from training.completion.requirement_forms import ReasonForm, right_now
from training.completion.requirement_pages import bring_back_page, call_page, end_page, list_page
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.web.request import asked, say, to

MANAGE = Permission.REQUIREMENT_MANAGE
LIST = "/desk/requirements/"
ONE, DRAFT = f"{LIST}<slug:slug>", f"{LIST}drafts/<public_id:draft_id>"
FORM, QUESTION = "completion/requirement_form.html", "completion/question.html"


@blueprint.page(LIST, permission=MANAGE)
def requirements(viewer: Viewer) -> ResponseReturnValue:
    at = right_now()
    page = list_page(telling.everything(viewer, at.today), at.today)
    return render_template("completion/requirements.html", page=page)


@blueprint.page(ONE, permission=MANAGE)
def requirement(viewer: Viewer, slug: str) -> ResponseReturnValue:
    page = telling.requirement(viewer, slug, right_now().today)
    return render_template("completion/requirement.html", page=page)


@blueprint.page(f"{LIST}new", permission=MANAGE)
def new_requirement(viewer: Viewer) -> ResponseReturnValue:
    sheet = requirement_sheets.blank(viewer, asked("draft"))
    return render_template(FORM, page=form_page(sheet, requirement_sheets.reach(viewer, sheet)), form=sheet.form)


@blueprint.action(f"{LIST}new", permission=MANAGE)
def draft_requirement(viewer: Viewer) -> ResponseReturnValue:
    sheet = requirement_sheets.sent(viewer, "")
    if not sheet.form.is_built_on() and sheet.form.attempt(sheet.form.draft, viewer, "", at=sheet.at):
        return to("completion.draft", draft_id=sheet.form.outcome)
    page = form_page(sheet, requirement_sheets.reach(viewer, sheet))
    return render_template(FORM, page=page, form=sheet.form), sheet.form.status


@blueprint.page(f"{ONE}/edit", permission=MANAGE)
def edit_requirement(viewer: Viewer, slug: str) -> ResponseReturnValue:
    sheet = requirement_sheets.filled(viewer, slug, asked("draft"))
    return render_template(FORM, page=form_page(sheet, requirement_sheets.reach(viewer, sheet)), form=sheet.form)


@blueprint.action(f"{ONE}/edit", permission=MANAGE)
def draft_change(viewer: Viewer, slug: str) -> ResponseReturnValue:
    sheet = requirement_sheets.sent(viewer, slug)
    if not sheet.form.is_built_on() and sheet.form.attempt(sheet.form.draft, viewer, slug, at=sheet.at):
        return to("completion.draft", draft_id=sheet.form.outcome)
    page = form_page(sheet, requirement_sheets.reach(viewer, sheet))
    return render_template(FORM, page=page, form=sheet.form), sheet.form.status


@blueprint.phased_action(f"{LIST}audience", permission=MANAGE)
def requirement_reach(viewer: Viewer) -> ResponseReturnValue:
    sheet = requirement_sheets.sent(viewer, "")
    reach = reach_part(requirement_sheets.reach(viewer, sheet))
    return render_template("completion/reach_swapped.html", reach=reach)


@blueprint.page(DRAFT, permission=MANAGE)
def draft(viewer: Viewer, draft_id: str) -> ResponseReturnValue:
    found = draft_queries.draft_for(viewer, draft_id)
    page = draft_page(found, telling.draft(found), draft_queries.progress(found))
    return render_template("completion/draft.html", page=page), page.headers


@blueprint.action(f"{DRAFT}/put-into-force", permission=MANAGE)
def put_into_force(viewer: Viewer, draft_id: str) -> ResponseReturnValue:
    slug = drafting.put_into_force(viewer, draft_id, at=right_now())
    if not slug:
        return to("completion.draft", draft_id=draft_id)
    say(text("It is in force. Duties follow within minutes."))
    return to("completion.requirement", slug=slug)


@blueprint.action(f"{DRAFT}/discard", permission=MANAGE)
def discard_draft(viewer: Viewer, draft_id: str) -> ResponseReturnValue:
    drafting.discard(viewer, draft_id, at=right_now())
    say(text("The draft is discarded. Nothing was changed."))
    return to("completion.requirements")


@blueprint.page(f"{ONE}/end", permission=MANAGE)
def end_form(viewer: Viewer, slug: str) -> ResponseReturnValue:
    page = end_page(*telling.standing(viewer, slug, right_now().today))
    return render_template(QUESTION, page=page, form=ReasonForm())


@blueprint.action(f"{ONE}/end", permission=MANAGE)
def end(viewer: Viewer, slug: str) -> ResponseReturnValue:
    form, at = ReasonForm.read(), right_now()
    page = end_page(*telling.standing(viewer, slug, at.today))
    if form.attempt(drafting.end, viewer, slug, form.reason.data or "", at=at):
        say(text("It has ended. What was done stays on record."))
        return to("completion.requirement", slug=slug)
    return render_template(QUESTION, page=page, form=form), 422


@blueprint.page(f"{ONE}/bring-back", permission=MANAGE)
def bring_back_form(viewer: Viewer, slug: str) -> ResponseReturnValue:
    line, _parts = telling.standing(viewer, slug, right_now().today)
    return render_template(QUESTION, page=bring_back_page(line), form=ReasonForm())


@blueprint.action(f"{ONE}/bring-back", permission=MANAGE)
def bring_back(viewer: Viewer, slug: str) -> ResponseReturnValue:
    form, at = ReasonForm.read(), right_now()
    line, _parts = telling.standing(viewer, slug, at.today)
    if form.attempt(drafting.bring_back, viewer, slug, form.reason.data or "", at=at):
        say(text("It holds again. Duties follow within minutes."))
        return to("completion.requirement", slug=slug)
    return render_template(QUESTION, page=bring_back_page(line), form=form), 422


@blueprint.page(f"{ONE}/call", permission=MANAGE)
def call_form(viewer: Viewer, slug: str) -> ResponseReturnValue:
    line, takes_in = telling.callable_one(viewer, slug, right_now().today)
    return render_template(QUESTION, page=call_page(line, takes_in), form=ReasonForm())


@blueprint.action(f"{ONE}/call", permission=MANAGE)
def call(viewer: Viewer, slug: str) -> ResponseReturnValue:
    form, at = ReasonForm.read(), right_now()
    line, takes_in = telling.callable_one(viewer, slug, at.today)
    if form.attempt(drafting.call, viewer, slug, form.reason.data or "", at=at):
        say(text("It is called. People are asked within minutes."))
        return to("completion.requirement", slug=slug)
    return render_template(QUESTION, page=call_page(line, takes_in), form=form), 422
