"""The map in another site's page."""
