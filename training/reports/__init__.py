"""Pages across rooms, read-only: today, teams, records."""
