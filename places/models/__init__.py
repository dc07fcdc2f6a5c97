"""Places, the words that describe them, and the territory they stand in."""

from places.log.change import Change
from places.models.address import Address
from places.models.not_same import NotSame
from places.models.photo import Photo
from places.models.place import Place
from places.models.search import IndexWord, SearchWord
from places.models.slugs import FormerPlaceSlug
from places.models.territory import Commune, FormerCommune, Intercommunality, River, Territory, TerritoryOutline
from places.models.vocabulary import Kind, Service, Synonym

__all__ = [
    "Address",
    "Change",
    "Commune",
    "FormerCommune",
    "FormerPlaceSlug",
    "IndexWord",
    "Intercommunality",
    "Kind",
    "NotSame",
    "Photo",
    "Place",
    "River",
    "SearchWord",
    "Service",
    "Synonym",
    "Territory",
    "TerritoryOutline",
]
