"""Another directory, followed one way: what it says of places comes here, and stays what it says.

`source.py` reads its changes, `mirror.py` applies each by the verbs, in one transaction with the cursor.
`docs/adr/0048-changes-to-follow.md` says what a change is.
"""
