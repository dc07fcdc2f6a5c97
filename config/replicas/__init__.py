"""Who only reads is told by a copy of the database, where there are some: `docs/adr/0083-more-machines-than-one.md`."""
