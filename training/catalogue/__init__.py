"""What there is to learn: subjects, editions and the register of clauses, read from files and published to rows."""
