"""Mail: messages as rows of an outbox, sent by jobs."""
