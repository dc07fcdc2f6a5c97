"""The workshop: its pages for those who prepare it, for who presents, and for the room."""
