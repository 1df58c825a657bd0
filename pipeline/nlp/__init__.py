"""The only room that knows spaCy: the model, and what is found in a parsed text."""
