"""The organisation's settings."""

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.programme import service
from training.programme.blueprint import blueprint
from training.programme.forms import SettingsForm
from training.web.request import house, now, say, site, to


@blueprint.page("/admin/settings", permission=Permission.SETTINGS_CHANGE)
def settings_form(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("programme/settings.html", form=SettingsForm(obj=site()))


@blueprint.action("/admin/settings", permission=Permission.SETTINGS_CHANGE)
def settings(viewer: Viewer) -> ResponseReturnValue:
    form = SettingsForm.read()
    if form.attempt(service.change_settings, viewer, form.data, now=now()):
        house().memory.forget()
        say(text("The settings are saved. Other pages show them within half a minute."))
        return to("programme.settings_form")
    return render_template("programme/settings.html", form=form), 422
