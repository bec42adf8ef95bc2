"""What an evidence pack is about: the one value that its README, its files and its manifest speak of."""

from typing import NamedTuple

from training.reports.population_queries import Matter


class Subject(NamedTuple):
    """What a pack is about, as its README and manifest say it."""

    public_id: str
    matter: Matter
    slug: str
    title: str
    organisation: str
    seed: str
    sample: int
    software: str
