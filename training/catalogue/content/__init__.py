"""Courses as plain files: read, checked, rendered and frozen. Pure: nothing here knows a database or the web."""
