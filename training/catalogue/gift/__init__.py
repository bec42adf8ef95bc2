"""Question banks in GIFT, the text format that Moodle documents: read into drafts, and written from courses. Pure."""
