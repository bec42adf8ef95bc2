"""The pages of those who run reminders: what goes to whom, the ladder, and the brake."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.completion import outlook_queries, reminder_service
from training.completion import reminder_pages as pages
from training.completion.blueprint import blueprint
from training.completion.reminder_forms import LadderForm, SaveLadderForm, day_of, page_asked
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.web.request import note, now, say, to, today

MANAGE = Permission.REMINDER_MANAGE
DAY = "/desk/reminders/days/<slug:day>"
LADDER, TEMPLATE = "/desk/reminders/ladder", "completion/ladder.html"


@blueprint.page("/desk/reminders/", permission=MANAGE)
def reminders(viewer: Viewer) -> ResponseReturnValue:
    found = outlook_queries.outlook(viewer, now(), today())
    return render_template("completion/reminders.html", page=pages.reminders_page(found, viewer))


@blueprint.page(DAY, permission=MANAGE)
def reminders_of_day(viewer: Viewer, day: str) -> ResponseReturnValue:
    found = outlook_queries.day_of_mail(viewer, day_of(day), page_asked(), now(), today())
    note("reminders-read")
    return render_template("completion/reminders_of_day.html", page=pages.day_page(found, today()))


@blueprint.action(f"{DAY}/release", permission=MANAGE)
def release_digests(viewer: Viewer, day: str) -> ResponseReturnValue:
    reminder_service.release(viewer, day_of(day), now=now())
    say(text("You have let them go. As soon as somebody else confirms it, they go out."))
    return to("completion.reminders")


@blueprint.action(f"{DAY}/confirm", permission=MANAGE)
def confirm_digests(viewer: Viewer, day: str) -> ResponseReturnValue:
    reminder_service.confirm(viewer, day_of(day), now=now())
    say(text("They go out now. What has been done meanwhile drops out."))
    return to("completion.reminders")


@blueprint.page(LADDER, permission=MANAGE)
def ladder(viewer: Viewer) -> ResponseReturnValue:
    holds = outlook_queries.ladder(viewer)
    form = LadderForm.asked(holds.ladder)
    weighed = form.was_asked and form.attempt(outlook_queries.effect, viewer, form.ladder, now(), today())
    page = pages.ladder_page(holds, form.outcome if weighed else None)
    save = SaveLadderForm(data=form.data) if weighed else None
    return render_template(TEMPLATE, page=page, form=form, save=save), 422 if form.errors else 200


@blueprint.action(LADDER, permission=MANAGE)
def change_ladder(viewer: Viewer) -> ResponseReturnValue:
    form = SaveLadderForm.read()
    if form.attempt(reminder_service.change_ladder, viewer, form.ladder, form.reason.data, now=now(), today=today()):
        say(text("The ladder holds from now on, also for duties that run already."))
        return to("completion.reminders")
    page = pages.ladder_page(outlook_queries.ladder(viewer))
    return render_template(TEMPLATE, page=page, form=form, save=form), 422
