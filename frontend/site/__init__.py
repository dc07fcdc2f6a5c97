"""What is the same on every page: its words, its territory, and how it is taken elsewhere."""
