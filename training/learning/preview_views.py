"""Pages for authors: courses as they stand in the folder, and what an edition changed."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from training.catalogue.work import draft, draft_state, drafts
from training.core.permissions import Permission, Viewer
from training.learning import edition_queries, preview_pages
from training.learning.blueprint import blueprint
from training.web.request import asked, courses_folders, local_words, today

REVIEW = Permission.CONTENT_REVIEW


@blueprint.page("/desk/preview/", permission=REVIEW)
def previews(_viewer: Viewer) -> ResponseReturnValue:
    page = preview_pages.previews_page(drafts(*courses_folders()))
    return render_template("learning/previews.html", page=page)


@blueprint.page("/desk/preview/<slug:slug>", permission=REVIEW)
def preview(_viewer: Viewer, slug: str) -> ResponseReturnValue:
    folder, own = courses_folders()
    found, state = draft(folder, own, slug, today=today()), draft_state(folder, own, slug)
    page = preview_pages.preview_page(
        slug, found, edition_queries.taught(slug), local_words(), root=folder.parent, state=state
    )
    return render_template("learning/preview.html", page=page)


@blueprint.page("/desk/preview/<slug:slug>/state", permission=REVIEW)
def preview_state(_viewer: Viewer, slug: str) -> ResponseReturnValue:
    state = draft_state(*courses_folders(), slug)
    # htmx loads the page anew where it is told to.
    return Response(status=204, headers={"HX-Refresh": "true"} if state != asked("seen") else {})


@blueprint.page("/courses/<slug:slug>/changes", permission=Permission.COURSE_TAKE)
def changes(_viewer: Viewer, slug: str) -> ResponseReturnValue:
    numbers = [one.number for one in edition_queries.editions(slug)]
    since = preview_pages.since_of(asked("since"), numbers)
    before, now = edition_queries.content(slug, since), edition_queries.content(slug, numbers[0])
    page = preview_pages.changes_page(slug, numbers, before, now, local_words())
    return render_template("learning/changes.html", page=page)
