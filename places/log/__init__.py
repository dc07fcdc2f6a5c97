"""The one ordered log: what each commit did, in the order in which commits became visible.

`change.py` is the row that stands for a commit, `event.py` what every event has, `functions.py` and `triggers.py` what
PostgreSQL does by itself, `version.py` how readers know that something moved. `docs/adr/0015-one-ordered-log.md` says
why it is so.
"""
