"""Pages for authors: questions into a course and out of it, in the format GIFT."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from training.catalogue.gift.bank import bring_in, take_out
from training.catalogue.work import drafts
from training.core.permissions import Permission, Viewer
from training.learning import gift_pages
from training.learning.blueprint import blueprint
from training.learning.gift_forms import DraftForm, GiftForm
from training.web.request import courses_folders, translated
from training.web.words import _

REVIEW = Permission.CONTENT_REVIEW


@blueprint.page("/desk/gift/", permission=REVIEW)
def gift(_viewer: Viewer) -> ResponseReturnValue:
    slugs = drafts(*courses_folders())
    return render_template("learning/gift.html", page=gift_pages.gift_page(slugs), form=GiftForm().choosing(slugs))


@blueprint.phased_action("/desk/gift/", permission=REVIEW)
def read_gift(_viewer: Viewer) -> ResponseReturnValue:
    slugs = drafts(*courses_folders())
    form = GiftForm.read().choosing(slugs)
    if form.attempt(bring_in, form.sent.content, courses_folders(), form.course.data, translated):
        page = gift_pages.report_page(form.outcome)
        return render_template("learning/gift_report.html", page=page, form=DraftForm(yaml=page.yaml))
    return render_template("learning/gift.html", page=gift_pages.gift_page(slugs), form=form), 422


@blueprint.phased_action("/desk/gift/draft", permission=REVIEW)
def gift_draft(_viewer: Viewer) -> ResponseReturnValue:
    sent, slugs = DraftForm.read(), drafts(*courses_folders())
    if sent.validate():
        return Response(sent.text, mimetype="text/yaml", headers=gift_pages.attached(gift_pages.DRAFTS_FILE))
    form = GiftForm().choosing(slugs)
    form.refuse("", _("There were no drafts to save. Send the file once more."))
    return render_template("learning/gift.html", page=gift_pages.gift_page(slugs), form=form), 422


@blueprint.page("/desk/gift/<slug:slug>", permission=REVIEW)
def gift_file(_viewer: Viewer, slug: str) -> ResponseReturnValue:
    bank = take_out(courses_folders(), slug, translated)
    return Response(bank.text, mimetype="text/plain", headers=gift_pages.attached(gift_pages.file_name(slug)))
