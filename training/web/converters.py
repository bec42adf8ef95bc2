"""The parts of addresses. They only parse; whether the thing exists is for the view's query, behind the door."""

from flask import Flask
from werkzeug.routing import BaseConverter


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


class TokenConverter(BaseConverter):
    """A signed token or a random one."""

    regex = r"[A-Za-z0-9_\-.]{20,600}"


def listen(app: Flask) -> None:
    app.url_map.converters.update(
        slug=SlugConverter, public_id=PublicIdConverter, number=NumberConverter, position=PositionConverter,
        token=TokenConverter,
    )  # fmt: skip
