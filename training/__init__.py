"""Muster: security awareness training. Rooms and floors are described in docs/architecture.md."""
