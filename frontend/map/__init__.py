"""What the maps of every page stand on."""
