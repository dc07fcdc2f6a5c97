"""The changes as programs read them; PostgreSQL writes the records, and these say what it writes."""

from rest_framework import serializers

from api.changes.records import SORTS
from places.choices import Door

Fields = serializers.Serializer[None]


class LoggedRecordSerializer(Fields):
    """A record, whole; null: it is no longer there, or no longer for everyone.

    `id` never changes: a UUID of a place, a slug of a word, a number of a network or an organisation. `moved_to` is the
    place with which one was merged.
    """

    sort = serializers.ChoiceField([sort.name for sort in SORTS])
    id = serializers.JSONField()
    record = serializers.DictField(allow_null=True)
    moved_to = serializers.UUIDField(required=False)


class LoggedChangeSerializer(Fields):
    """What one commit did. `land`: communes or outlines moved too, and are to be read again.

    Unless `is_whole`, it was too long for one answer, and the next one begins with the rest of it.
    """

    cursor = serializers.CharField()
    at = serializers.DateTimeField()
    door = serializers.ChoiceField(Door.choices, allow_null=True)
    land = serializers.BooleanField()
    is_whole = serializers.BooleanField()
    items = LoggedRecordSerializer(many=True)


class LogSerializer(Fields):
    """What was committed after `since`, in order. `cursor` is where to go on; `has_more`: at once."""

    cursor = serializers.CharField()
    has_more = serializers.BooleanField()
    changes = LoggedChangeSerializer(many=True)
