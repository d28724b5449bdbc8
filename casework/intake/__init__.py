"""Taking a report: a pure form engine (questions_due, step), what answers mean, and where they are kept (store)."""
