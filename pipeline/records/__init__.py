"""What crosses a topic: frozen, keyword-only records. Times are aware and in UTC, collections are tuples."""
