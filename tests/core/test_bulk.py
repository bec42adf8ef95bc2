"""Many rows at once: what goes in comes out again, by COPY on PostgreSQL too."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from training.core.bulk import COPIED, load
from training.core.db import database, writing
from training.people.models import Site

NAMES = (
    "public_id", "code", "name", "zone", "city", "address", "report_phone", "report_mail", "contact", "how_to_report",
    "working_days", "days_off",
)  # fmt: skip
AWKWARD = ("tab\there", "back\\slash", "new\nline", "\\N", "\"quoted\", 'too'", "Zürich ✓", "")
_TABLE: Any = Site.__table__


def _row(number: int) -> tuple[Any, ...]:
    said = AWKWARD[number % len(AWKWARD)]
    return (f"site{number:08d}", f"S{number}", "A", "UTC", "", said, "", "", "", "", "12345", (said, f"{number}"))


@pytest.mark.parametrize("number", [1, COPIED - 1, COPIED, COPIED + 50])
def test_what_is_loaded_is_read_again_as_it_was(app: Flask, number: int):
    rows = [_row(one) for one in range(number)]
    with writing():
        load(_TABLE, NAMES, rows)
    kept = database.session.execute(
        select(*(_TABLE.c[name] for name in NAMES)).where(_TABLE.c.public_id.like("site%")).order_by(_TABLE.c.public_id)
    )
    assert [(*row[:-1], tuple(row[-1])) for row in kept] == rows


@pytest.mark.parametrize("number", [3, COPIED])
def test_what_is_loaded_goes_with_its_transaction(app: Flask, number: int):
    with pytest.raises(ZeroDivisionError), writing():
        load(_TABLE, NAMES, [_row(one) for one in range(number)])
        1 / 0  # noqa: B018
    assert database.session.scalar(select(Site.id).where(Site.code == "S1")) is None
