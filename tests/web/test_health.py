"""A process is alive without its database, and ready only with one that is as new as the program."""

from typing import Any

from flask import Flask

from tests.client import Client
from training.core.db import as_writer, database


def test_ready_with_a_current_database(client: Client):
    assert client.get("/healthz").status == 200
    page = client.get("/readyz")
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
    assert page.text == '{"status":"ready"}\n'


def test_not_ready_behind_the_program(client: Client, app: Flask):
    with as_writer(), database.engine.begin() as connection:
        before = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    try:
        page = client.get("/readyz")
    finally:
        with as_writer(), database.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{before}'")
    assert page.status == 503
    assert "not as new as the program" in page.text


def test_alive_but_not_ready_without_a_database(another_app: Any):
    client = Client(another_app(database_url="postgresql+psycopg://nobody@127.0.0.1:9/none"))
    assert client.get("/healthz").status == 200
    page = client.get("/readyz")
    assert page.status == 503
    assert page.text == '{"status":"the database cannot be reached"}\n'
