"""What is kept so that the site answers without a network."""
