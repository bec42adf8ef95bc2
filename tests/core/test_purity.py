"""A test that does not ask for a database cannot reach one."""

import pytest
from sqlalchemy import create_engine


def test_a_pure_test_reaches_no_database() -> None:
    with pytest.raises(pytest.fail.Exception, match="a pure test reaches for a database"):
        create_engine("sqlite://").connect()
