"""Knowledge is data: files that a user may replace or add to, and their loaders."""
