"""Readers of files and feeds, writers of other systems' formats."""
