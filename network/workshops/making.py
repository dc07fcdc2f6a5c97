"""A workshop is prepared: made, opened and closed; its scenes are captured, put in order and copied."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import Phase
from network.models import Network, Scene, Workshop
from network.models.workshop import new_code

# Nobody steps through more in a day, and each is read by the page that puts them in order.
MOST_SCENES = 100
# What a scene says; where it stands among the others is the workshop's.
SAID = ("page", "query", "title", "sentence", "notes", "seconds")
_TRIES = 5


def make_workshop(*, network: Network, values: Mapping[str, Any]) -> Workshop:
    """Make a workshop that a network invites to, under a code that no other has."""
    columns = {name: value for name, value in values.items() if name != "moderators"}
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                made = Workshop.objects.create(network=network, code=new_code(), **columns)
                made.moderators.set(values.get("moderators", []))
                return made
        except IntegrityError as refusal:
            if "code" not in str(refusal):
                raise
    raise RuntimeError("Five codes in a row were taken")


def edit_workshop(workshop: Workshop, *, changes: Mapping[str, Any]) -> None:
    """Change what a workshop says of itself, and who moderates it."""
    columns = {name: value for name, value in changes.items() if name != "moderators"}
    for name, value in columns.items():
        setattr(workshop, name, value)
    workshop.save(update_fields=[*columns])
    if "moderators" in changes:
        workshop.moderators.set(changes["moderators"])


def move_to(workshop: Workshop, *, phase: Phase) -> None:
    """Prepare it again, open it, or end it; when it ended is remembered."""
    edit_workshop(workshop, changes={"phase": phase, "closed_at": timezone.now() if phase == Phase.CLOSED else None})


def delete_workshop(workshop: Workshop) -> None:
    """Delete it, with all that is in it."""
    workshop.delete()


def add_scenes(workshop: Workshop, *, scenes: Iterable[Mapping[str, Any]]) -> list[Scene]:
    """Put scenes behind the others.

    Raises:
        ValidationError: there would be too many to step through.

    """
    with _held(workshop):
        last = workshop.scenes.order_by("-position").values_list("position", flat=True).first() or 0
        rows = [Scene(workshop=workshop, position=last + n, **said) for n, said in enumerate(scenes, 1)]
        if workshop.scenes.count() + len(rows) > MOST_SCENES:
            raise ValidationError(_("Un atelier a %(count)d scènes au plus.") % {"count": MOST_SCENES})
        return Scene.objects.bulk_create(rows)


def edit_scene(scene: Scene, *, changes: Mapping[str, Any]) -> None:
    """Change what a scene says or shows."""
    for name, value in changes.items():
        setattr(scene, name, value)
    scene.save(update_fields=[*changes])


def delete_scene(scene: Scene) -> None:
    """Take a scene out; the others stay in their order."""
    scene.delete()


def arrange(workshop: Workshop, *, order: Sequence[int]) -> None:
    """Put scenes (keys) in this order; those that it does not name, added meanwhile, come after them."""
    with _held(workshop):
        places = {key: place for place, key in enumerate(order)}
        scenes = sorted(workshop.scenes.all(), key=lambda scene: (places.get(scene.pk, len(places)), scene.position))
        for position, scene in enumerate(scenes, 1):
            scene.position = position
        Scene.objects.bulk_update(scenes, ["position"])


def shift(scene: Scene, *, by: int) -> None:
    """Move a scene so many places down, or up; at an end it stays."""
    order = list(scene.workshop.scenes.values_list("pk", flat=True))
    place = order.index(scene.pk)
    order.insert(max(0, place + by), order.pop(place))
    arrange(scene.workshop, order=order)


def copy_scenes(workshop: Workshop, *, source: Workshop) -> list[Scene]:
    """Put copies of another workshop's scenes behind its own.

    Raises:
        ValidationError: there would be too many to step through.

    """
    return add_scenes(workshop, scenes=source.scenes.values(*SAID))


def keep_story(*, title: str, words: str | None, scenes: Sequence[Mapping[str, Any]]) -> bool:
    """Keep a story that is ready to be copied, under its title, and tell whether anything was new in it.

    Raises:
        ValidationError: it has too many scenes to step through.

    """
    with transaction.atomic():
        story, is_new = Workshop.objects.get_or_create(is_story=True, title=title)
        if not is_new and (story.words, list(story.scenes.values(*SAID))) == (words, list(scenes)):
            return False
        edit_workshop(story, changes={"words": words})
        story.scenes.all().delete()
        add_scenes(story, scenes=scenes)
        return True


@contextmanager
def _held(workshop: Workshop) -> Iterator[None]:
    """Let nobody else write the order of the same scenes meanwhile."""
    with transaction.atomic():
        Workshop.objects.select_for_update().get(pk=workshop.pk)
        yield
