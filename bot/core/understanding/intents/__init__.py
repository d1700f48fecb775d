"""The main thing that a message does, once it is known what it records."""
