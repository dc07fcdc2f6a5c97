"""Other directories, compared with ours in both directions: what differs, and what we would have them correct."""
