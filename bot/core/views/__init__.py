"""Pages and forms as neutral values, for channels that have such places."""
