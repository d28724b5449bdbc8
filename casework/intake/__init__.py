"""Taking a report: a pure form engine (walk, step), what answers mean (reading, checks), and where they are kept (tables, store)."""
