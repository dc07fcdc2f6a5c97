"""Files of partners, on their way in: whose they are, what is read of them, and what each source last said.

None of it is told to anyone but those who run the network: what comes of a file is in the listings, and in their log.
"""

from typing import Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models.network import Network
from places.fields import OptionalTextField
from places.models import Place


class Stage(models.TextChoices):
    """How far an import has come."""

    MAPPING = "mapping", _("colonnes à confirmer")
    READING = "reading", _("en lecture")
    PREVIEW = "preview", _("à relire")
    APPLYING = "applying", _("en cours d’application")
    APPLIED = "applied", _("appliqué")
    UNDONE = "undone", _("annulé")
    COMPARED = "compared", _("comparé")
    FAILED = "failed", _("arrêté")


# What a worker goes on with.
AT_WORK = [Stage.READING, Stage.APPLYING]


class Outcome(models.TextChoices):
    """What a line of a file would do."""

    NEW = "new", _("créé")
    CHANGED = "changed", _("modifié")
    SAME = "same", _("inchangé")
    SUSPECT = "suspect", _("peut-être déjà là")
    LEFT = "left", _("laissé de côté")
    OUTSIDE = "outside", _("hors du territoire")
    REFUSED = "refused", _("refusé")
    VANISHED = "vanished", _("disparu du fichier")


class Decision(models.TextChoices):
    """What is to be done with a line."""

    TAKE = "take", _("appliquer")
    LEAVE = "leave", _("laisser")
    END = "end", _("quitte le réseau")


class ImportSource(models.Model):
    """Whoever sends files, and how theirs are read. The plan is that of the last one: see `importing.mapping.Plan`."""

    slug = models.SlugField(_("identifiant"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    network = models.ForeignKey(
        Network, models.SET_NULL, null=True, blank=True, related_name="import_sources", verbose_name=_("réseau")
    )
    licence = OptionalTextField(_("licence"))
    plan: Any = models.JSONField(_("correspondances"), default=dict, blank=True)
    url = OptionalTextField(_("adresse du fichier"), validators=[URLValidator(schemes=["http", "https"])])
    is_nightly = models.BooleanField(_("relue chaque nuit"), default=False)
    fetched_at = models.DateTimeField(_("relue le"), null=True)
    fetch_said = OptionalTextField(_("ce que la dernière lecture a donné"))
    # Another directory: what its files say is compared both ways, and never applied. See `models.peers`.
    is_peer = models.BooleanField(_("pair"), default=False)

    class Meta:
        verbose_name = _("source d’import")
        verbose_name_plural = _("sources d’import")
        default_permissions = ()
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One file, from its arrival to what came of it."""

    source = models.ForeignKey(ImportSource, models.CASCADE, related_name="imports", verbose_name=_("source"))
    stage = models.CharField(_("étape"), max_length=10, choices=Stage, default=Stage.MAPPING)
    file_name = models.CharField(_("fichier"), max_length=200)
    fingerprint = models.CharField(_("empreinte"), max_length=64)
    sheet = OptionalTextField(_("feuille"))
    columns: Any = models.JSONField(_("colonnes"), default=list)
    plan: Any = models.JSONField(_("correspondances"), default=dict)
    # `size`, `sheets`, `sample` by heading, `file` and `repairs` by name, `cuts` grouped: see `importing.summary`.
    notes: Any = models.JSONField(_("remarques"), default=dict)
    # Membership of the source's network is asked, from this day: that of the file.
    day = models.DateField(_("date du fichier"))
    joins = models.BooleanField(_("les lieux entrent dans le réseau"), default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("par")
    )
    lines_read = models.PositiveIntegerField(_("lignes lues"), default=0)
    # What the log calls the change that it made.
    change = models.BigIntegerField(_("changement"), null=True)
    said = OptionalTextField(_("ce qui l’a arrêté"))
    created_at = models.DateTimeField(_("reçu le"), auto_now_add=True)
    settled_at = models.DateTimeField(_("appliqué le"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="import_stage_is_known", condition=models.Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="import_applied_has_a_day",
                condition=~models.Q(stage__in=[Stage.APPLIED, Stage.UNDONE]) | models.Q(settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.file_name}"

    @property
    def size(self) -> int:
        """How much the file holds, in bytes."""
        return int(self.notes.get("size", 0))


class ImportFile(models.Model):
    """What a file holds, apart from what is asked of it often; forgotten when its import is settled."""

    batch = models.OneToOneField(
        Import, models.CASCADE, primary_key=True, related_name="file", verbose_name=_("import")
    )
    content = models.BinaryField(_("contenu"))

    class Meta:
        verbose_name = _("fichier importé")
        verbose_name_plural = _("fichiers importés")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.batch)


class ImportLine(models.Model):
    """A line of a file: what it says, as a listing would hold it, and what that would do.

    `differences` are, by field: what the source said before, what the listing holds, what the source says now, and
    whether that is to be written. `candidates` are listings that it may be of: key, likeness, reasons.
    """

    batch = models.ForeignKey(Import, models.CASCADE, db_index=False, related_name="lines", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("ligne"))
    key = models.CharField(_("identifiant chez eux"), max_length=200)
    outcome = models.CharField(_("ce qu’elle ferait"), max_length=10, choices=Outcome)
    decision = models.CharField(_("décision"), max_length=10, choices=Decision, default=Decision.LEAVE)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+", verbose_name=_("lieu"))
    version = models.BigIntegerField(_("version"), null=True)
    values: Any = models.JSONField(_("valeurs"), default=dict)
    kinds: Any = models.JSONField(_("typologies devinées"), default=list)
    before: Any = models.JSONField(_("dit auparavant"), null=True)
    differences: Any = models.JSONField(_("différences"), default=dict)
    candidates: Any = models.JSONField(_("lieux qui lui ressemblent"), default=list)
    repairs: Any = models.JSONField(_("réparations"), default=list)
    cuts: Any = models.JSONField(_("refus"), default=list)

    class Meta:
        verbose_name = _("ligne d’import")
        verbose_name_plural = _("lignes d’import")
        default_permissions = ()
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="import_line_outcome")]
        constraints = [
            models.CheckConstraint(name="import_line_outcome_is_known", condition=models.Q(outcome__in=Outcome.values)),
            models.CheckConstraint(
                name="import_line_decision_is_known", condition=models.Q(decision__in=Decision.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.values.get('name', self.key)}"


class SourceRecord(models.Model):
    """What a source last said of one of its places, and which of ours that is; none for one that was left aside.

    The next file is compared with this, and not with what the listing holds: what someone corrected here is not
    disputed each time that the source says the same again.
    """

    source = models.ForeignKey(
        ImportSource, models.CASCADE, db_index=False, related_name="records", verbose_name=_("source")
    )
    key = models.CharField(_("identifiant chez eux"), max_length=200)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="source_records", verbose_name=_("lieu"))
    said: Any = models.JSONField(_("ce que la source dit"), default=dict)
    batch = models.ForeignKey(
        Import, models.SET_NULL, null=True, related_name="+", verbose_name=_("dit par le fichier")
    )

    class Meta:
        verbose_name = _("fiche d’une source")
        verbose_name_plural = _("fiches des sources")
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="source_record_is_kept_once", fields=["source", "key"])]

    def __str__(self) -> str:
        return f"{self.source} · {self.key}"
