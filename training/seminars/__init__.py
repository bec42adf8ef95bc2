"""Seminars for staff and guests: sessions, seats, attendance, calendar entries."""
