"""Partners' files taken in: read, mapped to our columns, repaired by name, compared with what the source last said.

`reading/` knows files and nothing of places; `mapping.py` and `values/` are pure; `matching.py` asks the database;
what is written is in `network/services/imports/`. See ADR 0050 to 0052 and `docs/import.md`.
"""
