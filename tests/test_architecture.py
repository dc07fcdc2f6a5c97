"""The house keeps its shape: who imports whom, how long things are, and nothing that nobody uses."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = settings.BASE_DIR
# Who may import whom. `config` assembles the rooms.
ALLOWED = {
    "places": set(),
    "network": {"places"},
    "api": {"places", "network"},
    "frontend": {"places", "network"},
}
ROOMS = [*ALLOWED, "config"]
MAX_LINES = 500
MAX_FUNCTION_LINES = 60
MADE = {"node_modules", "package-lock.json", "static", "__pycache__", "migrations"}
TEXT = {".py", ".ts", ".mjs", ".html", ".css", ".json", ".geojson", ".md", ".sh", ".toml", ".yml", ".txt", ".in", ""}


@cache
def sources(*folders: str) -> list[Path]:
    """The files that people wrote in these folders of the checkout."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*")))
    return [path for path in found if path.is_file() and not MADE & set(path.parts) and path.suffix in TEXT]


def python(*folders: str) -> list[Path]:
    return [path for path in sources(*folders) if path.suffix == ".py"]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    """Name the packages that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: an import says where from"
            yield (node.module or "").partition(".")[0]


def needed(path: Path) -> set[str]:
    """Name the packages that a file imports when it runs: what only the types need stands under TYPE_CHECKING."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    bare = (ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {line.split()[1].partition(".")[0] for line in bare}


def test_the_site_runs_on_what_it_installs_to_run() -> None:
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    installed = {canonical(name) for name in re.findall(r"^([\w.-]+)(?:\[.*\])?==", locked, re.MULTILINE)}
    sold_as = packages_distributions()
    wrong = {
        f"{name_of(path)} imports {package}"
        for path in python(*ROOMS)
        for package in needed(path) - sys.stdlib_module_names - set(ROOMS)
        if installed.isdisjoint(canonical(name) for name in sold_as.get(package, []))
    }
    assert wrong == set()


def canonical(name: str) -> str:
    """Write a distribution's name as the lock does."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    assert python(room)
    wrong = {
        f"{name_of(path)} imports {other}"
        for path in python(room)
        for other in imported(path)
        if other in {*ROOMS, "tests"} - ALLOWED[room] - {room}
    }
    assert wrong == set()


def test_no_room_names_a_model_or_a_template_of_a_room_above_it() -> None:
    """A string escapes the imports: `apps.get_model("network", …)` in places would."""
    above = {"places": ("network", "api", "frontend"), "network": ("api", "frontend")}
    wrong = {
        f"{name_of(path)} names {other}"
        for room, others in above.items()
        for path in sources(room)
        for other in others
        if re.search(
            rf"get_model\(\s*[\"']{other}|[\"']{other}\.\w+[\"']|[\"']{other}/", path.read_text(encoding="utf-8")
        )
    }
    assert wrong == set()


def test_no_file_is_longer_than_a_room() -> None:
    lines = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*ROOMS, "tests", "bin")
    }
    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name_of(path)}: {node.name}"
        for path in python(*ROOMS, "tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
    ]
    assert long == []


def templates() -> dict[str, Path]:
    """Our templates by the name under which they are loaded."""
    found = {}
    for path in sources(*ROOMS):
        if path.suffix == ".html" and "templates" in path.parts:
            found[path.as_posix().partition("/templates/")[2]] = path
    return found


def test_every_template_is_used_by_a_view_another_template_or_the_admin() -> None:
    written = {path: path.read_text(encoding="utf-8") for path in sources(*ROOMS) if path.suffix in {".py", ".html"}}
    others = [Path(config.path) / "templates" for config in apps.get_app_configs() if config.name not in ROOMS]
    unused = [
        name
        for name, own in templates().items()
        if not any(name in text for path, text in written.items() if path != own)
        and not any((folder / name).exists() for folder in others)
        # Django finds these by their name alone.
        and name not in {"400.html", "403.html", "404.html", "500.html"}
    ]
    assert unused == []


def variables() -> set[str]:
    """Name the variables that the settings read from the environment."""
    tree = ast.parse((ROOT / "config" / "settings.py").read_text(encoding="utf-8"))
    return {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[0] in {"env", "os"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_setting_read_from_the_environment_is_documented_and_no_other() -> None:
    documented = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M)
    assert variables() == set(documented)
    assert len(documented) == len(set(documented))


# Said in two halves, so that this file does not find itself. A folder of ours may be called home, below others.
FOREIGN = [
    "/" + "work/",
    "/" + "root/",
    r"(?<![\w.])/" + "home/",
    "pythonhosted" + ".org",
    "registry.np" + "mjs.org",
    '"resol' + 'ved":',
]
FOREIGN += ["--index" + "-url", "pypi.org" + "/simple"]


def test_no_path_of_a_machine_and_no_host_of_a_registry_is_written_down() -> None:
    everywhere = [*ROOMS, "tests", "bin", "docs", "docker", "fixtures", ".ci"]
    files = (path for path in ROOT.iterdir() if path.is_file() and path.name != ".git")  # a file, in a worktree
    top = [path for path in files if path.suffix in TEXT | {".in", ".example"}]
    found = [
        f"{name_of(path)}: {word}"
        for path in [*sources(*everywhere), *top]
        for word in FOREIGN
        if re.search(word, path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_in_the_code_says_where_the_first_territory_is() -> None:
    """Another territory is another folder of files: the code must not know the name of one."""
    said = [
        name_of(path)
        for path in sources(*ROOMS)
        if re.search("loz[eè]re", path.read_text(encoding="utf-8"), re.I) and path.name != "settings.py"
    ]
    assert said == []


# What writes a row, by the name that Django gives it.
WRITES = {
    *("save", "delete", "update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"),
    *("asave", "adelete", "aupdate", "acreate", "aget_or_create", "aupdate_or_create", "abulk_create", "abulk_update"),
    *("add", "set", "remove", "clear", "save_base", "save_m2m", "raw", "_raw_delete"),
}
# The verbs themselves, and what bears such a name without writing a tracked row: each with the reason.
DOORS = {"places/services", "network/services", "network/mail", "network/webhooks", "network/workshops"}
HARMLESS = {
    "network/accounts/attempts.py: SQL": "tallies of sign-ins, which hold nothing of the directory",
    "network/models/places.py: SQL": "suggestions are not tracked, and follow a listing that is merged",
    "frontend/accounts/account.py: delete": "keys and sessions: who signs in is not tracked",
    "frontend/accounts/adapter.py: delete": "a mail to nobody: mails are not tracked",
    "frontend/accounts/account.py: update": "the language that someone is written to in: accounts are not tracked",
    "network/accounts/browsers.py: save": "a session",
    "network/accounts/browsers.py: update": "her language",
    "network/accounts/browsers.py: update_or_create": "whose it is",
    "network/management/commands/seal_again.py: save": "the secrets of applications",
    "frontend/site/sharing.py: save": "the picture of a QR code",
    "places/pictures.py: save": "the bytes of a photo",
}
SQL_WRITES = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY)\s+\"?(?:places|network)_", re.I)


def writes_in(tree: ast.AST) -> Iterator[str]:
    """Name what writes rows in a file: calls by their method, and statements of SQL. Sets and dictionaries may grow."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name, value=owner)) if name in WRITES and not _is_plain(name, owner):
                yield name
            case ast.Constant(value=str(text)) if SQL_WRITES.search(text):
                yield "SQL"


def _is_plain(name: str, owner: ast.expr) -> bool:
    """Tell whether this may be a set or a dictionary: nothing in it looks like a manager, a queryset or a row."""
    said = ast.unparse(owner)
    looks_stored = re.search(
        r"objects|_manager|queryset|filter\(|exclude\(|permissions|organisations|memberships", said
    )
    return name in {"add", "set", "remove", "clear", "update"} and not looks_stored


def test_every_write_goes_through_a_verb() -> None:
    found = {
        f"{name_of(path)}: {write}"
        for path in python(*ALLOWED)
        if not any(name_of(path).startswith(door) for door in DOORS)
        for write in writes_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found - set(HARMLESS) == set()
    assert set(HARMLESS) - found == set(), "what is no longer there needs no excuse"


@pytest.mark.parametrize(
    "written",
    [
        "place.save()",
        "place.delete()",
        "Place.objects.create(name='x')",
        "Place.objects.filter(pk=1).update(name='x')",
        "queryset.order_by().update(verified_on=today)",
        "Kind.objects.get_or_create(slug='x')",
        "Place.objects.bulk_update(places, ['name'])",
        "network.organisations.add(organisation)",
        "await place.asave()",
        "cursor.execute('UPDATE places_place SET name = %s')",
        "form.save_m2m()",
    ],
)
def test_a_write_past_the_verbs_would_be_found(written: str) -> None:
    wrapped = ast.parse(f"async def write():\n    {written}")
    assert list(writes_in(wrapped))


@pytest.mark.parametrize("harmless", ["seen.add(1)", "record.values.update(a=1)", "found.clear()", "'UPDATE the page'"])
def test_what_grows_a_set_or_a_dictionary_is_no_write(harmless: str) -> None:
    assert list(writes_in(ast.parse(harmless))) == []
