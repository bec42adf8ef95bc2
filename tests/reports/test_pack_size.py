"""A pack of many people needs the memory of a few, and is kept in parts."""

import tracemalloc
from datetime import date

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.reports import lived, packs
from training.completion.evidence_models import EvidencePart
from training.core.db import database
from training.reports import evidence_work

FEW, MANY = 200, 5000


def peak(found: lived.Lived, clock: Clock) -> int:
    """Return the most bytes that building a pack held at once."""
    public_id = packs.ask(found, since=date(2026, 6, 1))
    clock.forward(minutes=1)
    tracemalloc.start()
    try:
        assert lived.work_off(found.app, most=1) == 1
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        assert packs.pack(public_id).state == "ready"


def test_memory_does_not_grow_with_people(app: Flask, clock: Clock) -> None:
    found = lived.build(app, plain=FEW)
    peak(found, clock)  # whatever is kept for good after a first run
    few = peak(found, clock)
    lived.bring_in([*lived.rows(MANY, "r")], date(2026, 9, 1))
    lived.making.reconcile(date(2026, 9, 1))
    many = peak(found, clock)
    assert many < few + 3_000_000, f"{few} bytes for {FEW} people, {many} for {MANY} more"


def test_a_pack_is_kept_in_parts_and_put_together_again(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_work, "PART", 10_000)
    public_id = packs.build(lived.build(app), clock)
    numbers = [number for (number,) in database.session.query(EvidencePart.number).order_by(EvidencePart.number)]
    assert len(numbers) > 3 and numbers == list(range(1, len(numbers) + 1))
    assert len(packs.content(public_id)) == packs.pack(public_id).size
