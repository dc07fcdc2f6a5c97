"""`/live/`: what moved is told to every open page, by one small process beside the site.

`hub.py` puts it together: `log.py` hears the database, `ring.py` remembers, `listener.py` is one who follows,
`porter.py` takes their connections over from the processes of the site (`handover.py`), `asking.py` and `frames.py` are
how they speak. Where that process does not run, `views.py` answers the same questions without keeping a connection.
`docs/adr/0053-live.md` says why it is so.
"""
