"""Asking the contacts of places whether their listings are still right, and hearing what they say."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from network.choices import Answer, How, Reported, Stream
from network.mail.letters import Letter
from network.models import OptOut, Reminder, Suggestion, Verification
from network.models.reminder import stand_in, stand_ins
from network.services.mails import queue_mail
from network.services.suggestions import Said, suggest
from network.services.verifications import Finding, verify
from places.choices import Door
from places.models import Place


def note_reminders(*, places: Iterable[tuple[int, int]], to: str, day: date) -> list[Reminder]:
    """Note that an address is asked about these places (key, how many times) today; none twice a day."""
    address = stand_in(to)
    asked = [Reminder(place=Place(pk=key), address=address, asked_on=day, times=times) for key, times in places]
    Reminder.objects.bulk_create(asked, ignore_conflicts=True)
    found = Reminder.objects.filter(address=address, asked_on=day, place__in=[row.place_id for row in asked])
    return list(found.select_related("place__commune"))


def queue_reminders(*, reminders: Collection[Reminder], to: str, letter: Letter, day: date) -> bool:
    """Write one mail for all that an address is asked on a day; tell whether it was the first."""
    mail = queue_mail(to=to, stream=Stream.REMINDER, letter=letter, key=f"reminder:{stand_in(to)}:{day}")
    if mail is None:
        return False
    Reminder.objects.filter(pk__in=[row.pk for row in reminders]).update(message_id=mail.message_id)
    return True


def confirm(*, reminder: Reminder, version: int) -> Verification | None:
    """Take a contact's word that the listing is right, as she read it; None when she has said so before.

    Raises:
        ValidationError: the listing was changed since she read it (code "stale").

    """
    with transaction.atomic():
        if not _first_time(reminder, Answer.RIGHT):
            return None
        finding = Finding(how=How.CONTACT)
        place = reminder.about.pk
        seen = {place: version}
        (made,) = verify(places=[place], finding=finding, seen=seen, by=None, door=Door.CONTACT)
        return made


def report_gone(*, reminder: Reminder, words: str = "") -> Suggestion | None:
    """Take a contact's word that the place is gone: someone reviews it. None when she has said so before."""
    with transaction.atomic():
        if not _first_time(reminder, Answer.GONE):
            return None
        said = Said({}, words or None)
        made = suggest(kind=Reported.CLOSED, place=reminder.about, said=said, door=Door.CONTACT)
        Reminder.objects.filter(pk=reminder.pk).update(suggestion=made)
        return made


def note_correction(*, reminder: Reminder, suggestion: Suggestion) -> None:
    """Note that a suggestion is what a contact answered."""
    told = {"answer": Answer.CHANGED, "answered_at": timezone.now(), "suggestion": suggestion}
    Reminder.objects.filter(pk=reminder.pk).update(**told)


def opt_out(*, address: str, stream: Stream) -> None:
    """Write no more mails of a sort to an address, of which only what stands for it is known."""
    OptOut.objects.bulk_create([OptOut(address=address, stream=stream)], ignore_conflicts=True)


def opt_in(*, address: str, stream: Stream) -> None:
    """Write them again."""
    OptOut.objects.filter(address=address, stream=stream).delete()


def rename_addresses(addresses: Iterable[str]) -> int:
    """Have today's key stand for these addresses, where one before did: who left stays away when that one is gone.

    Tell how many rows there were.
    """
    count = 0
    for address in addresses:
        before = stand_ins(address) - {stand_in(address)}
        for left in OptOut.objects.filter(address__in=before):
            opt_out(address=stand_in(address), stream=Stream(left.stream))
            count += 1
        OptOut.objects.filter(address__in=before).delete()
        count += Reminder.objects.filter(address__in=before).update(address=stand_in(address))
    return count


def note_bounce(*, message_id: str) -> int:
    """Note that a mail came back: its address is no way to the places it was about. Tell how many these are."""
    came_back = Reminder.objects.filter(message_id=message_id, bounced_at=None)
    return came_back.update(bounced_at=timezone.now())


def _first_time(reminder: Reminder, answer: Answer) -> bool:
    """Note an answer; of two presses at once, the second waits here, and finds the first."""
    row = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if row.answer == answer:
        return False
    row.answer, row.answered_at = answer, timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    return True
