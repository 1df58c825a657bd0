"""Newswire: raw articles in, clean articles, entities, quotes, events and stories out."""

__version__ = "0.1.0"
