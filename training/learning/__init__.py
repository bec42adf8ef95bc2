"""Taking courses: lessons, attempts, answers and their grading."""
