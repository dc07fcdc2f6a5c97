"""Other directories beside ours: their file, what differs a card at a time, and what we would have them correct."""
