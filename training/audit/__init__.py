"""The append-only log: what happened, by whom, with a commitment that survives erasure."""
