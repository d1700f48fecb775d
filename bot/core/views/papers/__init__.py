"""Papers: what was told, as a document that somebody can take to a meeting. Pure."""
