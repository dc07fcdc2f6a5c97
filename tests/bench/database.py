"""The bench's own connections, without Django: what it times must not share its cost."""

from collections.abc import Mapping

from psycopg.conninfo import make_conninfo

_KEYS = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}


def conninfo(database: Mapping[str, object]) -> str:
    """Turn Django's description of a database into psycopg's connection string."""
    known = {key: str(database[name]) for key, name in _KEYS.items() if database.get(name)}
    return make_conninfo("", **known)
