"""What anyone says without an account: that a listing is wrong, or that a place is missing."""
