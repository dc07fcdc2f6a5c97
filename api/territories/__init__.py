"""`/territories/`: the land that the directory covers."""
