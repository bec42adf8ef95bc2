"""Durable jobs: rows that are claimed, carried out without a transaction, and given an outcome."""
