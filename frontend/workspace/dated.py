"""When a section of a listing was last found right: by whom and how, and what was written in it since."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frontend.place.vouched import changed_in_words
from network.models import User, Verification
from network.sections import Dated
from places.words import day_in_words


def dated_in_words(dated: Dated) -> str:
    """Say it in one line."""
    if dated.day is None:
        return _("Jamais vérifié")
    told = [_("vérifié le %(day)s") % {"day": day_in_words(dated.day)}, *_how(dated.verification)]
    return " · ".join([capfirst(", ".join(told)), *changed_in_words(dated.changed)])


def name_of(person: User) -> str:
    """Call someone as colleagues do."""
    return person.get_full_name() or person.get_username()


def _how(made: Verification | None) -> Iterator[str]:
    if made and made.how:
        yield made.get_how_display()
    if made and made.person:
        yield _("par %(who)s") % {"who": name_of(made.person)}
