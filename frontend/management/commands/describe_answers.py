"""`manage.py describe_answers`: the shape of what pages read beside the API, as OpenAPI describes shapes."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from drf_spectacular.plumbing import resolve_type_hint

from frontend.home.directory import Told

ANSWERS = {"Directory": Told}


class Command(BaseCommand):
    """Prints a document that `bin/wire` makes the types of the TypeScript from."""

    help = "Print the shape of what pages read of the site beside its API, as an OpenAPI document."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Print it."""
        schemas = {name: resolve_type_hint(shape) for name, shape in ANSWERS.items()}  # type: ignore[no-untyped-call]
        self.stdout.write(json.dumps({"openapi": "3.1.0", "paths": {}, "components": {"schemas": schemas}}))
