"""The store. `port.py` says what a store must do; one contract suite passes on every store."""
