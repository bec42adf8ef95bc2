"""The ground: database, outside things as values, permissions, named errors, settings."""
