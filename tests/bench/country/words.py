"""The words of a made-up country. Each pool is drawn once for a seed; SQL then deals them out by the million."""

from dataclasses import dataclass
from itertools import product
from random import Random

from django.utils.text import slugify

from places.choices import Audience, Fee

_WHAT = (
    "L’Atelier",
    "La Fabrique",
    "Le Comptoir",
    "La Ruche",
    "Le Relais",
    "L’Établi",
    "Médiathèque",
    "France services",
    "Espace numérique",
    "La Station",
)
_WHOSE = (
    "des Forges du Moulin du Pont du Causse du Marché du Château du Lavoir du Bourg du Vallon du Tilleul du Rocher "
    "des Lilas des Écoles des Halles des Cordeliers des Tanneurs des Sources des Cévennes des Genêts des Arts "
    "de la Gare de la Poste de la Mairie de la Tour de la Fontaine de la Margeride de la Vallée de la Place "
)
_BEFORE = (
    "Saint-Aubin Villeneuve Montbrun Château Bourg Roque Font Pont Champ Val Pierre Bel Mas Puy Cap Aigue Bois Clair "
    "Haute Basse Neuve Vieille Grand Petit Saint-Flour Sainte-Croix Castel Mont Ville Beau"
)
_MIDDLE = "air mar dun rac lac gnac lèze velle court fort mont val bert rive sac zac nas las gues tel ville ran sol"
_AFTER = (
    "",
    "-sur-Lot",
    "-les-Bains",
    "-le-Haut",
    "-en-Plaine",
    "-sous-Bois",
    "-la-Forêt",
    "-du-Causse",
    "-d’Olt",
    "-et-Cure",
    "-l’Abbaye",
    "-Vallée",
    "-Plage",
    "-Saint-Jean",
    "-le-Vieux",
    "-la-Rivière",
    "-aux-Bois",
    "-en-Forez",
    "-le-Château",
)
_SENTENCES = (
    "Postes de travail au calme, salle de réunion à la demi-journée et café le matin.",
    "Aide aux démarches en ligne avec un conseiller, sur rendez-vous ou sans.",
    "Ateliers d’initiation, prêt d’ordinateurs et accès libre à internet.",
    "Accompagnement des créateurs d’entreprise, du premier projet au premier salarié.",
    "Atelier partagé avec imprimante 3D, découpe laser et machine à coudre.",
    "Permanences des services publics, espace de confidentialité et bornes.",
)
_DAYS = ("Mo-Fr", "Mo-Th", "Tu-Sa", "Mo,We,Fr", "Mo-Sa", "Tu-Fr")
_MORNINGS = ("08:00", "08:30", "09:00", "09:30", "10:00")
_EVENINGS = ("16:30", "17:00", "17:30", "18:00", "18:30")
_LUNCHES = ("12:00,14:00", "12:30,13:30")


@dataclass(frozen=True, slots=True)
class Pools:
    """What places draw from: parallel lists of names and slugs, and sets written as PostgreSQL arrays."""

    names: list[str]
    slugs: list[str]
    sentences: list[str]
    hours: list[str]
    kinds: list[str]
    services: list[str]
    publics: list[str]
    fees: list[str]


def draw(*, seed: int, kinds: list[str], services: list[str]) -> Pools:
    """Draw the pools of a seed from these kinds and services."""
    random = Random(seed)
    whose = [f"{article} {word}" for article, word in _pairs(_WHOSE.replace("de la ", "de_la "))]
    names = [f"{what} {of.replace('_', ' ')}" for what, of in product(_WHAT, whose)]
    random.shuffle(names)
    return Pools(
        names=names,
        slugs=[slugify(name.replace("’", " ")) for name in names],
        sentences=list(_SENTENCES),
        hours=[f"{d} {a}-{lunch}-{b}; PH off" for d, a, lunch, b in product(_DAYS, _MORNINGS, _LUNCHES, _EVENINGS)],
        kinds=[_sample(random, kinds, most=3) for _ in range(100)],
        services=[_sample(random, services, most=8) for _ in range(300)],
        publics=[_sample(random, Audience.values, most=4) for _ in range(50)],
        fees=[_sample(random, Fee.values, most=2) for _ in range(10)],
    )


def commune_names(count: int) -> list[str]:
    """Invent as many names of communes; they repeat beyond some 12,000, as France's do."""
    befores, middles = _BEFORE.split(), _MIDDLE.split()
    names = [f"{before}{middle}{after}" for after, middle, before in product(_AFTER, middles, befores)]
    return [names[number % len(names)] for number in range(count)]


def _pairs(words: str) -> list[tuple[str, str]]:
    each = words.split()
    return list(zip(each[::2], each[1::2], strict=True))


def _sample(random: Random, words: list[str], *, most: int) -> str:
    return "{" + ",".join(random.sample(words, random.randint(1, min(most, len(words))))) + "}"
