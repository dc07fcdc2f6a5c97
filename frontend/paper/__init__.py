"""The printed directory: a map as in a road atlas, and the list that its numbers lead to."""
