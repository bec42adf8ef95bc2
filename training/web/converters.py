"""The parts of addresses. They only parse; whether the thing exists is for the view's query, behind the door."""

from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter

from training.core.tables import Form


class SlugConverter(BaseConverter):
    """`recognising-phishing`."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class PublicIdConverter(BaseConverter):
    """Twelve characters of Crockford's base 32."""

    regex = r"[0-9a-hjkmnp-tv-z]{12}"


class NumberConverter(BaseConverter):
    """The number of a certificate as somebody types it, right or wrong: the page says what to look at."""

    regex = r"[^/]{1,60}"


class PositionConverter(BaseConverter):
    """The place of a question in its attempt, from 1 to 99. It names no row."""

    regex = r"[1-9][0-9]?"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class MonthConverter(BaseConverter):
    """`2026-11`, as its first day."""

    regex = r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


class TokenConverter(BaseConverter):
    """A signed token or a random one."""

    regex = r"[A-Za-z0-9_\-.]{20,600}"


class FormConverter(BaseConverter):
    """In what form a list leaves: `csv` or `xlsx`."""

    regex = "|".join(Form)

    def to_python(self, value: str) -> Form:
        return Form(value)

    def to_url(self, value: str) -> str:
        return str(value)


def listen(app: Flask) -> None:
    app.url_map.converters.update(
        slug=SlugConverter, public_id=PublicIdConverter, number=NumberConverter, position=PositionConverter,
        token=TokenConverter, form=FormConverter, month=MonthConverter,
    )  # fmt: skip
