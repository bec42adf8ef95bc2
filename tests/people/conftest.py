"""What the tests of people share."""

import pytest

from training.people import importing


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BREATH", 0)
