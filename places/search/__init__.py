"""Search: what a question's words mean, on the server as in the browser (`frontend/src/directory/`)."""
