"""`manage.py freeze_feature`: the migrations that follow a change of `places.feature.FEATURE` or `places.flat.FLAT`."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db.migrations.loader import MigrationLoader

from places.feature import STORED, Stored
from places.models import Place

_FOLDER = Path(import_module("places.migrations").__path__[0])


class Command(BaseCommand):
    """Writes one migration for the columns that are new and one for each feature, whose SQL text it freezes."""

    help = "Write the migrations of a new column and of the features that programs are sent, after a change of any."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401
        """Write what is missing, the columns first: a feature stands on them."""
        fields: dict[str, Any] = {name: Place._meta.get_field(name) for name in STORED}
        declared = {name: field.expression for name, field in fields.items()}
        for name, field in fields.items():
            field.expression = last_frozen(name)
        try:
            call_command("makemigrations", "places", stdout=self.stdout)
        finally:
            for name, field in fields.items():
                field.expression = declared[name]
        for name, stored in STORED.items():
            if declared[name] == last_frozen(name):
                self.stdout.write(f"The column {name} is as its last migration made it.")
            else:
                self.stdout.write(f"Written: {_freeze(stored).name}")


def last_frozen(column: str) -> Any:  # noqa: ANN401  an expression
    """Find what the last migration made a column of."""
    field: Any = MigrationLoader(None).project_state().models["places", "place"].fields[column]
    return field.expression


def _freeze(stored: Stored) -> Path:
    parent = MigrationLoader(None).graph.leaf_nodes("places")[0][1]
    written = _FOLDER / f"{int(parent[:4]) + 1:04}_{stored.column}.py"
    text = stored.migration(Place, stored.columns, before=last_text(stored), parent=parent)
    written.write_text(text, encoding="utf-8")
    return written


def last_text(stored: Stored) -> str:
    """Find the SQL text of the last migration that made the function."""
    names = sorted(path.stem for path in _FOLDER.glob("[0-9]*.py"))
    texts = [getattr(import_module(f"places.migrations.{name}"), stored.constant, None) for name in names]
    return str([text for text in texts if text][-1])
