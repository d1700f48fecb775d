"""The reader, stage by stage and as a whole."""
