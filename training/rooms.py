"""The list of the rooms' pages and of the words in the top bar: what the roof knows of each room."""

from collections.abc import Callable
from dataclasses import dataclass

from training.core.permissions import Permission, Viewer
from training.core.settings import Mode, Settings
from training.people.views import blueprint as people
from training.web.blueprint import Blueprint
from training.web.request import DemoSignIn

BLUEPRINTS: tuple[Blueprint, ...] = (people,)
NAVIGATION: tuple = ()


def demo_sign_ins(settings: Settings) -> tuple[DemoSignIn, ...]:
    return () if settings.mode is not Mode.DEMO else ()
