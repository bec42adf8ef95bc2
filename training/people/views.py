"""Pages of sign-in and of one's own account."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.people import entry, queries, service
from training.people.blueprint import blueprint
from training.people.forms import LanguageForm, SetPasswordForm, SignInForm
from training.people.rules import LinkPurpose
from training.web.blueprint import PUBLIC
from training.web.csrf import know_visitor
from training.web.pictures import tally
from training.web.request import (
    device,
    house,
    links,
    network,
    now,
    say,
    sign_in_device,
    sign_out_device,
    to,
    to_path,
)

PICTURE = tally(count=138, gold=138)
ONWARD_HOLDS = timedelta(hours=2)


@blueprint.page("/sign-in", "/sign-in/<token:onward>", permission=PUBLIC)
def sign_in_form(viewer: Viewer, onward: str = "") -> ResponseReturnValue:
    if viewer.signed_in:
        return to("reports.home")
    know_visitor()
    form = SignInForm(onward=onward)
    return render_template("people/sign_in.html", form=form, picture=PICTURE, demo=house().demo_sign_ins)


@blueprint.phased_action("/sign-in", permission=PUBLIC)
def sign_in(_viewer: Viewer) -> ResponseReturnValue:
    form = SignInForm.read()
    attempt = entry.Try(form.email.data or "", form.password.data or "", device(), network())
    if form.attempt(entry.sign_in, attempt, world=house().world):
        sign_in_device(form.outcome)
        path = links().read("next", form.onward.data or "", holds=ONWARD_HOLDS)
        return to_path(path) if path else to("reports.home")
    page = render_template("people/sign_in.html", form=form, picture=PICTURE, demo=house().demo_sign_ins)
    return page, 422


@blueprint.action("/sign-out", permission=Permission.SIGNED_IN)
def sign_out(viewer: Viewer) -> ResponseReturnValue:
    service.end_this_sign_in(viewer, now=now())
    sign_out_device()
    answer = to("people.sign_in_form")
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@blueprint.page("/account", permission=Permission.SIGNED_IN)
def account(viewer: Viewer) -> ResponseReturnValue:
    form = LanguageForm(language=queries.chosen_language(viewer)).offering()
    return render_template("people/account.html", viewer=viewer, form=form, devices=queries.devices(viewer, now()))


@blueprint.action("/account/language", permission=Permission.SIGNED_IN)
def choose_language(viewer: Viewer) -> ResponseReturnValue:
    form = LanguageForm.read().offering()
    if form.attempt(service.choose_language, viewer, form.language.data, now=now()):
        say(text("The pages are in this language from now on."))
        return to("people.account")
    devices = queries.devices(viewer, now())
    return render_template("people/account.html", viewer=viewer, form=form, devices=devices), 422


@blueprint.action("/account/devices/<public_id:device_id>/end", permission=Permission.SIGNED_IN)
def end_device(viewer: Viewer, device_id: str) -> ResponseReturnValue:
    service.end_sign_in(viewer, device_id, now=now())
    say(text("That device is signed out."))
    return to("people.account")


@blueprint.action("/account/devices/end-others", permission=Permission.SIGNED_IN)
def end_other_devices(viewer: Viewer) -> ResponseReturnValue:
    service.end_other_sign_ins(viewer, now=now())
    say(text("All other devices are signed out."))
    return to("people.account")


@blueprint.page("/welcome/<token:token>", permission=PUBLIC)
def set_password_form(_viewer: Viewer, token: str) -> ResponseReturnValue:
    holder = queries.link_holder(token, LinkPurpose.SET_PASSWORD, now())
    if holder is None:
        return render_template("people/link_over.html", picture=PICTURE), 404
    know_visitor()
    return render_template("people/set_password.html", form=SetPasswordForm(), holder=holder, picture=PICTURE)


@blueprint.phased_action("/welcome/<token:token>", permission=PUBLIC)
def set_password(_viewer: Viewer, token: str) -> ResponseReturnValue:
    form = SetPasswordForm.read()
    holder = queries.link_holder(token, LinkPurpose.SET_PASSWORD, now())
    if holder is None:
        raise NotFound
    if form.attempt(entry.set_password, holder, form.password.data or "", world=house().world):
        say(text("Your password is set. Sign in with it now."))
        return to("people.sign_in_form")
    return render_template("people/set_password.html", form=form, holder=holder, picture=PICTURE), 422
