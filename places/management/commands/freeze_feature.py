"""`manage.py freeze_feature`: the migrations that follow a change of `places.feature.FEATURE`."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db.migrations.loader import MigrationLoader

from places.feature import COLUMNS, migration_text, types_of
from places.models import Place

_FOLDER = Path(import_module("places.migrations").__path__[0])


class Command(BaseCommand):
    """Writes one migration for the columns that are new and one for the feature, whose SQL text it freezes."""

    help = "Write the migrations of a new column and of the feature that the map is sent, after a change of either."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401
        """Write what is missing, the columns first: the feature stands on them."""
        feature: Any = Place._meta.get_field("feature")
        declared = feature.expression
        feature.expression = _last_frozen()
        try:
            call_command("makemigrations", "places", stdout=self.stdout)
        finally:
            feature.expression = declared
        if declared == _last_frozen():
            self.stdout.write("The feature is as its last migration made it.")
        else:
            self.stdout.write(f"Written: {_freeze().name}")


def _last_frozen() -> Any:  # noqa: ANN401  an expression
    place = MigrationLoader(None).project_state().models["places", "place"]
    feature: Any = place.fields["feature"]
    return feature.expression


def _freeze() -> Path:
    parent = MigrationLoader(None).graph.leaf_nodes("places")[0][1]
    written = _FOLDER / f"{int(parent[:4]) + 1:04}_feature.py"
    text = migration_text(types_of(Place, COLUMNS), before=_last_text(), parent=parent)
    written.write_text(text, encoding="utf-8")
    return written


def _last_text() -> str:
    """Find the SQL text of the last migration that made the function."""
    names = sorted(path.stem for path in _FOLDER.glob("[0-9]*.py"))
    texts = [getattr(import_module(f"places.migrations.{name}"), "PLACE_FEATURE", None) for name in names]
    return str([text for text in texts if text][-1])
