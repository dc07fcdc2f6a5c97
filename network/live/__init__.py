"""What moved, told to those who look: topics, names and places in the order of commits, never contents.

What is here (save `triggers.py`, which models import) stands on the standard library, so that the small process that
tells (`config/live/`) need not load the site. `docs/adr/0053-live.md` says why it is so.
"""
