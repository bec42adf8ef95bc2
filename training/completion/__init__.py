"""Who has to do what by when, and did they: requirements, assignments, completions, roll-ups."""
