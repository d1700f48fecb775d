"""The commands, one file each; `commands.py` has them by their names."""
