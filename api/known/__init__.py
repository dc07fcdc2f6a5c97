"""The directory as it was known at a position of the log."""
