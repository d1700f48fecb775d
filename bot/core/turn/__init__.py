"""The outcome of a turn while it is being made: saying, asking, hearing, reading back, recording."""
