"""What others may take of the site."""
