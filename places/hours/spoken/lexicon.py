"""The words in which people say hours, French and English, and what each means.

Patterns read a text that `scanner` folded: small letters without accents, plain spaces, dashes and quotes. `_` stands
for a few spaces; what follows must not be a letter. The first pattern that matches wins.
"""

from enum import StrEnum, auto
from typing import Any


class Kind(StrEnum):
    """What a piece of a text is."""

    DAY = auto()  # a frozenset of days of the week
    MONTH = auto()
    TIME = auto()  # minutes since midnight
    NUMBER = auto()
    RANK = auto()
    YEAR = auto()
    DATE = auto()  # day, month, year or None
    SLASHED = auto()  # two numbers: a date, or hours
    TO = auto()
    AND = auto()
    BETWEEN = auto()
    PUBLIC = auto()
    SCHOOL = auto()
    TERM = auto()
    PARITY = auto()
    WEEK = auto()
    CLOSED = auto()
    UNSURE = auto()
    ASK = auto()  # by appointment: the remark
    OTHERWISE = auto()
    EXCEPT = auto()
    ONLY = auto()
    ALSO = auto()
    INCLUDING = auto()
    HALF = auto()  # the earliest and the latest minute of a part of the day
    ALWAYS = auto()
    ALL_DAY = auto()
    BECAUSE = auto()
    COLON = auto()
    STOP = auto()
    REMARK = auto()
    FORTNIGHT = auto()
    FILL = auto()
    UNKNOWN = auto()


EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
MORNING, AFTERNOON, EVENING = (0, 14 * 60), (11 * 60 + 30, 22 * 60), (16 * 60, 26 * 60)
BY_APPOINTMENT = "sur rendez-vous"

_APPOINTMENT = r"(?:rendez[-_]?vous|rdvs?|r\.d\.v\.?)"
_ONLY = r"(?:uniquement|seulement|exclusivement|obligatoire|obligatoirement)"

_DAYS = (
    r"lundis?|lun\.?|lu|mondays?|mon\.?|mo",
    r"mardis?|mar\.?|ma|tuesdays?|tues?\.?|tu",
    r"mercredis?|merc?\.?|me|wednesdays?|wed\.?|we",
    r"jeudis?|jeu\.?|je|thursdays?|thurs?\.?|thu\.?|th",
    r"vendredis?|vend?\.?|ve|fridays?|fri\.?|fr",
    r"samedis?|sam\.?|sa|saturdays?|sat\.?",
    r"dimanches?|dim\.?|di|sundays?|sun\.?|su",
)
_MONTHS = (
    r"janvier|january|janv?\.?",
    r"fevrier|february|fevr?\.?|feb\.?",
    r"mars|march",
    r"avril|april|avr\.?|apr\.?",
    r"mai|may",
    r"juin|june",
    r"juillet|july|juil\.?|jul\.?",
    r"aout|august|aug\.?",
    r"septembre|september|sept?\.?",
    r"octobre|october|oct\.?",
    r"novembre|november|nov\.?",
    r"decembre|december|dec\.?",
)
_RANKS = {
    1: r"1_?(?:er|ere|re|st)|premiers?|premiere|first",
    2: r"2_?(?:eme|e|nde?)|deuxiemes?|seconde?|second",
    3: r"3_?(?:eme|e|rd)|troisiemes?|third",
    4: r"4_?(?:eme|e|th)|quatriemes?|fourth",
    5: r"5_?(?:eme|e|th)|cinquiemes?|fifth",
    -2: r"avant-dernier",
    -1: r"derniers?|derniere|last",
}

PHRASES: tuple[tuple[Kind, Any, str], ...] = (
    (
        Kind.ALWAYS,
        None,
        r"(?:a_)?24_?h?(?:eures)?_?(?:/|sur)_?24(?:_?h)?|jour_et_nuit|a_toute_heure|at_any_hour|24_hours(?:_a_day)?",
    ),
    (Kind.ALWAYS, EVERY_DAY, r"24_?/_?7"),
    (
        Kind.DAY,
        EVERY_DAY,
        r"7_?j?(?:ours)?_?(?:/|sur)_?7(?:_?j(?:ours)?)?|tous_les_jours(?:_de_la_semaine)?|toute_la_semaine"
        r"|chaque_jour|tlj|every_?day|daily",
    ),
    (Kind.DAY, WORKING_DAYS, r"en_semaine|(?:les_)?jours_ouvres|(?:on_)?week_?days"),
    (Kind.DAY, frozenset({5, 6}), r"(?:le_|les_)?week[-_]?ends?|weekends?"),
    (
        Kind.FORTNIGHT,
        None,
        r"tous_les_(?:15|quinze)_jours|(?:1|une?)_[a-z]{2,10}_?(?:sur|/)_?(?:2|deux)|every_(?:other|second)_[a-z]{2,10}"
        r"|every_(?:2|two)_weeks",
    ),
    (
        Kind.REMARK,
        "sans rendez-vous",
        rf"(?:accueil_)?(?:sans|avec_ou_sans)_{_APPOINTMENT}|without_appointment",
    ),
    (
        Kind.ASK,
        None,
        rf"(?:{_ONLY}_)?(?:sur|avec|par|en|prendre|a_la|prise_de)_(?:un_|prise_de_)?{_APPOINTMENT}(?:_{_ONLY})?"
        rf"|{_APPOINTMENT}(?:_{_ONLY})?",
    ),
    (
        Kind.ASK,
        "",
        r"(?:uniquement_|seulement_)?(?:sur|a_la)_(?:inscription|reservation|demande)"
        r"|(?:only_)?by_appointment(?:_only)?",
    ),
    (Kind.UNSURE, None, r"a_confirmer|to_be_confirmed"),
    (Kind.PUBLIC, None, r"jours?_feries?|feries?|(?:public|bank)_holidays?"),
    (
        Kind.TERM,
        None,
        r"(?:en_|pendant_la_|durant_la_)?(?:periode|temps)_scolaire|(?:during_|in_)?(?:school_)?term(?:_time)?",
    ),
    (Kind.SCHOOL, None, r"vacances(?:_scolaires)?|conges_scolaires|school_holidays?"),
    (Kind.PARITY, 1, r"(?:semaines?_)?impaires?|odd_weeks?"),
    (Kind.PARITY, 2, r"(?:semaines?_)?paires?|even_weeks?"),
    (Kind.OTHERWISE, None, r"(?:le_)?reste_du_temps|(?:les_)?autres_jours|sinon|otherwise|the_rest_of_the_time"),
    (Kind.EXCEPT, None, r"sauf|hors|hormis|excepte|a_l'exception_d(?:u|es?)|except(?:_on|_in|_for)?|excluding"),
    (Kind.INCLUDING, None, r"y_compris|compris|inclus|meme|including|included"),
    (Kind.ONLY, None, r"uniquement|seulement|exclusivement|only"),
    (Kind.ALSO, None, r"aussi|egalement|en_plus|also"),
    (Kind.BECAUSE, None, r"pour_cause_d(?:e_|')|a_cause_d(?:e_|u_|es_|')|en_raison_d(?:e_|u_|es_|')|pour|due_to|for"),
    (Kind.FILL, None, r"toute_l'annee|all_year(?:_round)?"),
    (Kind.ALL_DAY, None, r"toute_la_journee|journee_entiere|all_day"),
    (Kind.HALF, MORNING, r"matins?|matinees?|mornings?"),
    (Kind.HALF, AFTERNOON, r"apres[-_]?midis?|aprem|afternoons?"),
    (Kind.HALF, EVENING, r"soirs?|soirees?|evenings?"),
    (
        Kind.CLOSED,
        None,
        r"(?:ferme(?:e?s?|tures?)|closed|closures?|off)"
        r"(?:_(?:annuelles?|exceptionnelles?|exceptionnellement|hebdomadaires?))?",
    ),
    (Kind.FILL, None, r"accueil(?:_(?:du|au|de)_public|_libre)?|au_public|ouvert(?:e?s?|ure)(?:_au_public)?|open"),
    (Kind.TO, None, r"jusqu'(?:a|au)|jusque|a|au|aux|to|till|until|through|thru"),
    (Kind.BETWEEN, None, r"entre|between"),
    (Kind.AND, "et", r"et|and|puis|ainsi_que"),
    (Kind.WEEK, None, r"semaines?|weeks?"),
    (Kind.FILL, None, r"(?:du|de_chaque|d'un|chaque)_mois|of_(?:the|each|every)_month|each_month"),
    (Kind.FILL, None, r"(?:les_)?horaires?(?:_d'ouverture)?|heures_d'ouverture|opening_(?:hours|times)"),
    (Kind.FILL, None, r"non[-_]?stop|sans_interruption|en_continu|journee_continue"),
    (
        Kind.FILL,
        None,
        r"le|la|les|l'|de|du|des|d'|en|pendant|durant|dans|chaque|tous|toutes|the|on|at|in|of|from|during|every|each"
        r"|heures?|est|sont|c'est|ce|is|are",
    ),
    *((Kind.DAY, frozenset({day}), pattern) for day, pattern in enumerate(_DAYS)),
    *((Kind.MONTH, month, pattern) for month, pattern in enumerate(_MONTHS, start=1)),
    *((Kind.RANK, rank, pattern) for rank, pattern in _RANKS.items()),
)
