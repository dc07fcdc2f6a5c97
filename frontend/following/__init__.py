"""What changed lately, for whoever reads feeds: the same questions as `/`, answered by the log."""
