"""Where records go on to: databases, search, files and other people's services."""
