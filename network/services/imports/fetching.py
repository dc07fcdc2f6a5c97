"""Files that are read again at their address: when asked, and each night. What is new waits to be read over."""

from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.importing.fetching import Unfetched, fetch
from network.importing.mapping import Plan
from network.models import Import, ImportSource, User
from network.models.imports import Stage
from network.services.imports.receiving import NewFile, ask_for, receive

# Between one night's reading and the next; seconds that a file may take at night, when nobody waits.
_EACH = timedelta(hours=20)
_PATIENCE = 120.0
_UNSETTLED = [Stage.MAPPING, Stage.READING, Stage.PREVIEW]


def keep_address(*, source: ImportSource, url: str, is_nightly: bool) -> None:
    """Note where the file of a source is, and whether it is read each night.

    Raises:
        ValidationError: this is no web address.

    """
    source.url, source.is_nightly = url, is_nightly
    source.clean_fields(exclude={column.name for column in source._meta.fields} - {"url"})
    source.save(update_fields=["url", "is_nightly"])


def read_again(*, source: ImportSource, by: User | None, patience: float | None = None) -> Import | None:
    """Fetch the file of a source, and keep it; None where it is the one that was last kept.

    That of a peer is compared again: our side may have changed.

    Raises:
        ValidationError: it cannot be fetched or read; said in words.

    """
    try:
        found = fetch(source.url or "", **({} if patience is None else {"patience": patience}))
        is_known = not source.is_peer and last_of(source=source, content=found.content) is not None
        batch = None if is_known else _received(source, found.name, found.content, by)
    except (Unfetched, ValidationError) as error:
        sentence = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        _note(source, sentence)
        raise ValidationError(sentence) from error
    _note(source, _("un fichier nouveau") if batch else _("le même fichier"))
    return batch


def last_of(*, source: ImportSource, content: bytes) -> Import | None:
    """The last import of a source, if it is of this very file."""
    last = source.imports.order_by("-created_at", "-pk").exclude(stage=Stage.FAILED).first()
    return last if last and last.fingerprint == sha256(content).hexdigest() else None


def _received(source: ImportSource, name: str, content: bytes, by: User | None) -> Import:
    file = NewFile(name, content, timezone.localdate())
    return receive(source=source, file=file, by=by)


def _note(source: ImportSource, said: str) -> None:
    source.fetched_at, source.fetch_said = timezone.now(), said
    source.save(update_fields=["fetched_at", "fetch_said"])


def read_tonight() -> int:
    """Read again what is read each night, as its source was last read: what is new waits in a preview. Tell how many.

    A file that nobody has read over yet gives way to the newer one of its source.
    """
    due = Q(fetched_at=None) | Q(fetched_at__lt=timezone.now() - _EACH)
    found = 0
    for source in ImportSource.objects.filter(due, is_nightly=True).exclude(url=None):
        found += _read_one(source)
    return found


def _read_one(source: ImportSource) -> bool:
    last = source.imports.filter(stage__in=[Stage.APPLIED, Stage.COMPARED, *_UNSETTLED]).order_by("-pk").first()
    person = last.person if last else None
    if person is None and not source.is_peer:
        return False  # nobody's rights are none; a peer's file writes nothing
    try:
        batch = read_again(source=source, by=person, patience=_PATIENCE)
    except ValidationError:
        return False  # it is noted with the source, where who runs the network reads it
    if batch is None:
        return False
    source.imports.filter(stage__in=_UNSETTLED).exclude(pk=batch.pk).delete()
    if source.plan:
        ask_for(batch=batch, plan=Plan.of(batch.plan), joins=bool(last and last.joins))
    return True
