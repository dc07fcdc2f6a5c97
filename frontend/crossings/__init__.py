"""The page of crossings: where the two families of networks meet, since when, and how that is counted."""
