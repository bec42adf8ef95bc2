"""Muster: security awareness training. Rooms and floors are described in docs/architecture.md."""

__version__ = "0.1.0"
"""As in pyproject.toml: evidence packs name what made them."""
