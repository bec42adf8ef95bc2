"""Fills the demonstration organisation into an empty database."""

from training.core.settings import Settings
from training.core.world import World


def fill(world: World, settings: Settings) -> None:
    """Write the organisation, its people and their history. Called inside an application context, on empty tables."""
