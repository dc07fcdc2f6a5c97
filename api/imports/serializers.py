"""An import as programs send, read and decide it."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.places.serializers import Fields
from network.importing.targets import Target
from network.models.imports import Decision, Outcome, Stage

_ANYTHING = extend_schema_field({})(type("AnyField", (serializers.JSONField,), {}))


class WordSerializer(Fields):
    """What a word of a column means here: one of our slugs, or none if it says nothing."""

    column = serializers.CharField(max_length=120)
    word = serializers.CharField(max_length=200)
    means = serializers.ListField(child=serializers.SlugField(), max_length=20)


class PlanSerializer(Fields):
    """How the file is read: what is left out stays as it was detected, or as the last file of its source was read.

    `columns`: by heading, what it is; null leaves it. `joins`: the places of the file join the network.
    """

    sheet = serializers.CharField(max_length=200, required=False)
    columns = serializers.DictField(child=serializers.ChoiceField(Target.choices, allow_null=True), required=False)
    kinds = serializers.ListField(child=serializers.SlugField(), max_length=20, required=False)
    joins = serializers.BooleanField(required=False)
    words = WordSerializer(many=True, required=False)


class ImportInputSerializer(Fields):
    """A file (`multipart/form-data`), or its address (JSON): for which network, from whom, and of which day."""

    network = serializers.SlugField()
    source = serializers.CharField(max_length=100)  # type: ignore[assignment]
    day = serializers.DateField(required=False)
    file = serializers.FileField(required=False)
    url = serializers.CharField(max_length=500, required=False)
    is_nightly = serializers.BooleanField(required=False)
    sheet = serializers.CharField(max_length=200, required=False)
    joins = serializers.BooleanField(required=False)


class ColumnSerializer(Fields):
    """A column: its heading, what it is read as (null: it is left), and some of what it holds."""

    heading = serializers.CharField()
    target = serializers.ChoiceField(Target.choices, allow_null=True)
    sample = serializers.ListField(child=serializers.CharField())


class CountedSerializer(Fields):
    """Something that was found of the file, or mended, and how often."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()


class ValueSerializer(Fields):
    """A value that is not taken, how often it stands there, and the first of its lines."""

    text = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()
    lines = serializers.ListField(child=serializers.IntegerField())


class RefusedLinesSerializer(Fields):
    """Why cells of a column, or whole lines (`column` null), are not taken; by value."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    column = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()
    values = ValueSerializer(many=True)


class OutcomeSerializer(Fields):
    """How many lines would do the same, and of how many that was decided."""

    outcome = serializers.ChoiceField(Outcome.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    taken = serializers.IntegerField()


class ImportSerializer(Fields):
    """A file as far as it has come. `change` is what its application is called in the log, `said` what stopped it."""

    id = serializers.IntegerField()
    network = serializers.SlugField()
    source = serializers.CharField()  # type: ignore[assignment]
    file_name = serializers.CharField()
    day = serializers.DateField()
    stage = serializers.ChoiceField(Stage.choices)
    said = serializers.CharField(allow_null=True)
    sheet = serializers.CharField(allow_null=True)
    sheets = serializers.ListField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)
    kinds = serializers.ListField(child=serializers.SlugField())
    joins = serializers.BooleanField()
    lines_read = serializers.IntegerField()
    outcomes = OutcomeSerializer(many=True)
    found = CountedSerializer(many=True)
    repairs = CountedSerializer(many=True)
    refusals = RefusedLinesSerializer(many=True)
    change = serializers.IntegerField(allow_null=True)
    received_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)


class ImportBriefSerializer(Fields):
    """A file in a list."""

    id = serializers.IntegerField()
    network = serializers.SlugField()
    source = serializers.CharField()  # type: ignore[assignment]
    file_name = serializers.CharField()
    day = serializers.DateField()
    stage = serializers.ChoiceField(Stage.choices)
    received_at = serializers.DateTimeField()


class ImportPageSerializer(Fields):
    """Files, the newest first, a hundred at most."""

    results = ImportBriefSerializer(many=True)


class DifferenceOfLineSerializer(Fields):
    """What the source said of a field before, what the listing holds, what the source says now; `take`: it is taken."""

    before = _ANYTHING(allow_null=True)
    here = _ANYTHING(allow_null=True)
    now = _ANYTHING(allow_null=True)
    take = serializers.BooleanField()


class CandidateSerializer(Fields):
    """A listing that a line may be of, how alike they are (0 to 1), and why."""

    place = serializers.SlugField()
    name = serializers.CharField()
    score = serializers.FloatField()
    reasons = serializers.ListField(child=serializers.CharField())


class CutSerializer(Fields):
    """A cell that is not taken (`column` null: it is the line), and why."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    column = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_blank=True)


class LineSerializer(Fields):
    """A line: what it says, mended, as members of a listing; what that would do, and what is decided of it.

    `number` is its line in the file, null of a place that vanished from it; `key` what the source identifies it by.
    """

    id = serializers.IntegerField()
    number = serializers.IntegerField(allow_null=True)
    key = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(Outcome.choices)
    decision = serializers.ChoiceField(Decision.choices)
    place = serializers.SlugField(allow_null=True)
    values = serializers.DictField()
    differences = serializers.DictField(child=DifferenceOfLineSerializer())
    candidates = CandidateSerializer(many=True)
    repairs = CountedSerializer(many=True)
    refusals = CutSerializer(many=True)


class LinePageSerializer(Fields):
    """Lines in the order of the file; `after` is where the next page begins, null of the last one."""

    results = LineSerializer(many=True)
    after = serializers.IntegerField(allow_null=True)


class DecisionSerializer(Fields):
    """What is to be done with a `line` (its id), or with all lines of an `outcome`.

    `decision`: `take`, `leave`, or `end` of what vanished. `place`: the line is of this listing, one of its candidates.
    `take`: the fields that are taken of a line that changes a listing.
    """

    line = serializers.IntegerField(required=False, min_value=1, max_value=2**62)
    outcome = serializers.ChoiceField(Outcome.choices, required=False)
    decision = serializers.ChoiceField(Decision.choices, required=False)
    place = serializers.SlugField(required=False)
    take = serializers.ListField(child=serializers.CharField(max_length=50), max_length=60, required=False)


class DecidedSerializer(Fields):
    """Of how many lines it was decided."""

    lines = serializers.IntegerField()


class TakenBackSerializer(Fields):
    """The import, and the listings (slugs) that someone changed since, which were left."""

    stage = serializers.ChoiceField(Stage.choices)
    left = serializers.ListField(child=serializers.CharField())
