"""The demonstration organisation: invented, deterministic, complete."""
