"""The only room that knows Faust: topics, pump, agents, tables, app; and the embedded broker."""
