"""Under which headings partners write what we read, folded: the first that a file has is the one.

The names of the national standard (versions 0 and 1), of data·inclusion, of our own exports; then those that were met.
"""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.utils.translation import override

from network.importing.targets import DAYS, Target
from network.importing.words import folded
from places.models import Place

HEADINGS: dict[Target, str] = {
    Target.KEY: "identifiant permanent,lasting identifier,"
    "id,uuid,identifiant,id fs,bfc id,n ref,ref,reference,code bib,id structure,id lieu,source id,"
    "identifier",
    Target.NAME: "nom,name,nom structure,lib fs,lieu,libelle1,libelle,nom tl,nom lieu,nom structure,structure,"
    "denomination,raison sociale,intitule,titre,etablissement,nom etablissement,"
    "bibliotheque",
    Target.KINDS: "kinds,types de lieu,kinds of place,"
    "typologie,typologies,type lieu,type de lieu,type structure,type de structure,typo,type,"
    "categorie,code label,labels nationaux,statut,nature",
    Target.SERVICES: "services,thematiques,equipements,services proposes,offre de services,activites",
    Target.DESCRIPTION: "description,presentation detail,presentation resume,presentation,descriptif,resume",
    Target.SIRET: "siret,pivot,siret structure,numero siret,n siret,siret ou rna",
    Target.ADDRESS: "adresse,address,voie,adresse postale,rue,adresse 1,adresse ligne 1,adresse voie,street,"
    "adresse lieu,n et voie,numero et voie",
    Target.ADDRESS_MORE: "complement adresse,complement d adresse,adresse suite,localisation,adresse 2,complement,"
    "adresse complement adresse",
    Target.WHOLE_ADDRESS: "adresse complete,adresse full",
    Target.POSTCODE: "code postal,postcode,cp,codepostal,code post,zip,adresse code postal",
    Target.COMMUNE: "commune,ville,lib com,nomcom,nom commune,localite,nom commune,municipalite,city,"
    "adresse commune,libelle commune,commune nom,commune name",
    Target.INSEE: "code insee,commune insee code,"
    "insee,insee com,inseecom,code commune,code insee commune,codgeo,depcom,"
    "code commune insee,"
    "adresse code insee,citycode",
    Target.LATITUDE: "latitude,lat,latitude geometry,coord y,y,localisation latitude,lat wgs84",
    Target.LONGITUDE: "longitude,lon,long,lng,longitude geometry,coord x,x,localisation longitude,lon wgs84",
    Target.POINT: "point,coordonnees finales,coordonnees,geo point,geolocalisation,geo point 2d,coordonnees gps,gps,"
    "coordonnees ban,latlon,lat lon",
    Target.PHONE: "telephone,phone,contact tel,tel structure,tel,telephone fixe,numero de telephone,n telephone,"
    "contact telephone,telephone accueil",
    Target.EMAIL: "courriel,courriels,email,mail,contact email,email structure,adresse mail,e mail,"
    "adresse electronique,contact courriels",
    Target.WEBSITE: "site web,website,site internet,url lieu,web,site,url,lien,contact site web,adresse web",
    Target.BOOKING_URL: "booking url,prise rdv,lien mobilisation,lien de reservation,rdv en ligne,prise de rdv",
    Target.ACCESLIBRE_URL: "acceslibre url,fiche acces libre,accessibilite lieu,acces libre,accessibilite",
    Target.OPENING_HOURS: "opening hours,horaires syntaxe openstreetmap,opening hours openstreetmap syntax,"
    "horaires,horaires accueil,horaires d ouverture,horaire,heures d ouverture",
    Target.PUBLICS: "publics,publics specifiquement adresses,prise en charge specifique,publics accueillis,"
    "public toutes actions,public,publics specifiques",
    Target.FEES: "fees,frais a charge,frais,conditions acces,conditions access,conditions d acces,"
    "conditions acces toutes actions,tarif,tarifs,tarification",
    Target.IS_ITINERANT: "is itinerant,itinerance,itinerant",
    Target.WHEELCHAIR: "wheelchair,acces pmr,pmr,acces fauteuil,accessibilite pmr",
    Target.HAS_WIFI: "has wifi,wifi,wi fi,acces wifi",
    Target.HAS_WIRED_INTERNET: "has wired internet,internet filaire,fibre filaire",
    Target.HAS_CALL_BOOTH: "has call booth,cabine d appel,phone box",
    Target.DESKS: "desks,postes,poste,nombre de postes,postes de travail,nb postes",
    Target.MEETING_ROOMS: "meeting rooms,salles de reunion,nombre de salles,nb salles",
    Target.DAY_PRICE: "day price,prix jour,tarif jour,prix journee",
    Target.MONTH_PRICE: "month price,prix mois,tarif mois",
    Target.ACCESS_NOTE: "access note,acces,comment on entre",
    Target.OPENED_ON: "opened on,date ouverture,ouvert le,ouvert depuis,date d ouverture",
    Target.SOURCE_DATE: "source date,date maj,mise a jour,derniere maj,date mise a jour,date de mise a jour,"
    "updated at,maj",
}
_FRENCH = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_AROUND = ("{}", "h {}", "horaires {}", "horaire {}", "{} matin", "{} apres midi", "{} am", "{} pm", "ouverture {}")
for _code, _day in zip(DAYS, _FRENCH, strict=True):
    HEADINGS[Target(f"hours_{_code}")] = ",".join(around.format(_day) for around in _AROUND)

_LAST = 99  # what a file itself says comes first
_EMPTY = {"de", "du", "des", "d", "la", "le", "les", "l"}


def heading_key(heading: str) -> str:
    """Write a heading as they are compared: "Nom de la commune" is "nom commune"."""
    return " ".join(word for word in folded(heading).split() if word not in _EMPTY)


@cache
def by_heading() -> dict[str, tuple[Target, int]]:
    """Tell, by its heading, what a column is, and how sure that is: 0 is the surest."""
    met = {
        heading_key(heading): (target, rank)
        for target, said in HEADINGS.items()
        for rank, heading in enumerate(said.split(","))
    }
    return {heading: (target, _LAST) for heading, target in _ours()} | met


def _ours() -> Iterator[tuple[str, Target]]:
    """The words of our own columns, as our workbooks have them, in each language."""
    columns = {column.name: column for column in Place._meta.concrete_fields}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said = [(name, str(column.verbose_name)) for name, column in columns.items() if name in Target.values]
            yield from ((heading_key(words), Target(name)) for name, words in said)
