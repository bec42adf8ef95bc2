"""The catalogue: what can be learnt. Courses as reviewed files, their checker, their frozen editions, frameworks and clauses."""
