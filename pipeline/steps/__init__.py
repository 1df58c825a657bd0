"""Records in, records out: clean, deduplicate, annotate, tell. State stands behind a Protocol."""
