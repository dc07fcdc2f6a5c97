"""What is mended of a file, and what cannot be, each under a name: counted, shown, never silent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Note(TextChoices):
    """What was found, or mended, of a file as a whole; the values are those that reading counts."""

    UTF_8 = "encoding_utf_8", _("texte en UTF-8")
    UTF_16 = "encoding_utf_16", _("texte en UTF-16")
    UTF_16_LE = "encoding_utf_16_le", _("texte en UTF-16, sans sa marque")
    UTF_16_BE = "encoding_utf_16_be", _("texte en UTF-16, sans sa marque")
    UTF_32 = "encoding_utf_32", _("texte en UTF-32")
    WINDOWS = "encoding_cp1252", _("texte de Windows (cp1252)")
    MAC = "encoding_mac_roman", _("texte d’un ancien Mac (Mac Roman)")
    MIXED = "encoding_mixed", _("lignes de Windows au milieu d’UTF-8, lues comme telles")
    TITLE_ABOVE = "title_above", _("lignes de titre au-dessus des colonnes, passées")
    SAME_HEADING = "same_heading", _("colonnes de même nom, numérotées")
    SHORT_LINE = "short_line", _("lignes plus courtes que les colonnes, complétées par du vide")
    BEYOND_COLUMNS = "beyond_columns", _("lignes plus longues que les colonnes : ce qui dépasse n’est pas lu")
    KEPT_AS_TEXT = "kept_as_text", _('cellules écrites ="…" par un tableur')


class Repair(TextChoices):
    """What was mended in a cell or a line."""

    UNKNOWN = "unknown", _("dit inconnu avec des mots ou des signes : laissé vide")
    MOJIBAKE = "mojibake", _("accents abîmés, rétablis")
    ENTITY = "entity", _("signes écrits comme dans une page web (&amp;), rétablis")
    KEY_AS_NUMBER = "key_as_number", _("identifiant écrit comme un nombre à virgule")
    KEY_MADE = "key_made", _("pas d’identifiant : fait du nom, de la commune et de l’adresse")
    NAME_COMPLETED = "name_completed", _("nom qui ne dit que la typologie : la commune y est ajoutée")
    WORD = "word", _("mot de leur vocabulaire, mis dans le nôtre")
    SAYS_NOTHING = "says_nothing", _("mot qui ne précise rien, passé")
    KIND_FROM_NAME = "kind_from_name", _("typologie lue dans le nom")
    KIND_BY_DEFAULT = "kind_by_default", _("typologie donnée à tout le fichier")
    POSTCODE_ZERO = "postcode_zero", _("code postal sans son zéro")
    POSTCODE_NOUGHT = "postcode_nought", _("code postal 00000 : inconnu")
    INSEE_ZERO = "insee_zero", _("code INSEE sans son zéro")
    ADDRESS_CUT = "address_cut", _("code postal et commune tirés de l’adresse")
    FORMER_COMMUNE = "former_commune", _("ancienne commune, mise sous celle d’aujourd’hui")
    COMMUNE_BY_POSTCODE = "commune_by_postcode", _("commune trouvée par le code postal")
    COMMUNE_BY_POINT = "commune_by_point", _("commune trouvée par le point")
    SWAPPED = "swapped", _("latitude et longitude échangées, remises en place")
    LAMBERT_93 = "lambert_93", _("coordonnées en Lambert 93, converties")
    NULL_ISLAND = "null_island", _("coordonnées 0, 0 : inconnues")
    DECIMAL_COMMA = "decimal_comma", _("virgule décimale")
    PHONE_ZERO = "phone_zero", _("téléphone sans son zéro")
    PHONE_FIRST = "phone_first", _("plusieurs téléphones : le premier est gardé")
    PHONE_WORDS = "phone_words", _("mots autour d’un téléphone, laissés")
    MAILBOX_WORDS = "mailbox_words", _("mots autour d’une adresse électronique, laissés")
    FIRST_OF_SEVERAL = "first_of_several", _("plusieurs adresses : la première est gardée")
    SCHEME = "scheme", _("adresse web sans https://, complétée")
    HOURS_SPOKEN = "hours_spoken", _("horaires en français, mis dans la syntaxe d’OpenStreetMap")
    HOURS_BY_DAY = "hours_by_day", _("horaires jour par jour, réunis")
    HOURS_HYPHEN = "hours_hyphen", _("tiret oublié entre deux heures (9h12h)")
    DATE_FRENCH = "date_french", _("date écrite jour d’abord, ou en lettres")
    DATE_OF_MONTH = "date_of_month", _("date sans jour, ou sans mois : retenue comme telle")
    DATE_AS_NUMBER = "date_as_number", _("date écrite comme un nombre par un tableur")
    EPOCH = "epoch", _("date du 1er janvier 1970 : inconnue")
    REPEATED = "repeated", _("ligne répétée à l’identique, lue une fois")


class Refusal(TextChoices):
    """Why a cell, or a whole line, is not taken."""

    NO_NAME = "no_name", _("le lieu n’a pas de nom")
    NO_KIND = "no_kind", _("aucune typologie : donnez-en une à tout le fichier")
    NO_COMMUNE = "no_commune", _("aucune commune n’est dite")
    COMMUNE_UNKNOWN = "commune_unknown", _("aucune commune de l’annuaire ne s’appelle ainsi")
    COMMUNE_AMBIGUOUS = "commune_ambiguous", _("plusieurs communes s’appellent ainsi")
    SAME_KEY = "same_key", _("une ligne au-dessus a le même identifiant, et dit autre chose")
    ROUNDED_KEY = "rounded_key", _("identifiant arrondi par un tableur : il ne distingue plus rien")
    FORMULA = "formula", _("formule, et non une valeur")
    ERROR_CELL = "error_cell", _("erreur de calcul d’un tableur")
    TOO_LONG = "too_long", _("texte trop long")
    NO_WORD = "no_word", _("mot que l’annuaire n’a pas")
    NO_POSTCODE = "no_postcode", _("ce n’est pas un code postal")
    NO_INSEE = "no_insee", _("ce n’est pas un code INSEE")
    NO_NUMBER = "no_number", _("ce n’est pas un nombre")
    NOWHERE = "nowhere", _("ces coordonnées ne sont nulle part sur Terre")
    HALF_A_POINT = "half_a_point", _("il manque la latitude ou la longitude")
    POINT_ELSEWHERE = "point_elsewhere", _("le point n’est pas dans la commune indiquée")
    NO_SIRET = "no_siret", _("ce n’est pas un SIRET, ou un tableur l’a arrondi")
    NO_PHONE = "no_phone", _("ce n’est pas un numéro de téléphone")
    NO_EMAIL = "no_email", _("ce n’est pas une adresse électronique")
    NO_ADDRESS = "no_address", _("ce n’est pas une adresse web")
    NO_HOURS = "no_hours", _("horaires qui ne se lisent pas")
    NO_DATE = "no_date", _("ce n’est pas une date")
    TO_COME = "to_come", _("date qui n’est pas encore arrivée")
    NO_ANSWER = "no_answer", _("ni oui, ni non")
    NOT_HERS = "not_hers", _("fiche d’un réseau que vous n’animez pas : faites-la d’abord entrer dans le vôtre")
    DATABASE = "database", _("l’annuaire ne l’accepte pas")
