"""The application for a WSGI server."""

from training.app import create_app
from training.core.settings import read_settings

app = create_app(read_settings())
