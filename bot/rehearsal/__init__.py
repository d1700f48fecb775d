"""Transcripts: conversations as people read them, played against the content."""
