"""The conversation itself: first contact, asking, hearing, reading back, recording, coming back, buttons."""
