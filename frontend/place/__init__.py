"""What a list or a page says of a place."""
