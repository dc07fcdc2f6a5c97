"""The log as programs follow it: what each commit made of what anyone may read, in the order of commits.

`docs/adr/0048-changes-to-follow.md` says why it is so.
"""
