"""Programs to start from: each does one thing that people ask for, in a page of code."""
