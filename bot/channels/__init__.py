"""The channels. Each imports its SDK lazily; `port.py` says what every channel must do."""
