"""What is done with a workshop: it is prepared, presented, and joined by a room. Nothing here writes in the log."""
