"""What was understood of the words looked for, said where it is not plain: by the server, and by the browser."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from places.search.terms import Reading, Spot


def reading_in_words(reading: Reading) -> list[str]:
    """Say for what a misspelt word was taken, and which words are left out, in sentences."""
    texts, said = search_texts(), []
    if reading.around:
        said.append(_around(reading.around, texts))
    if reading.understood:
        said.append(texts["understood"].format(words=reading.understood))
    if reading.left_out:
        words = _left_out(len(reading.left_out))
        said.append(words.format(words=", ".join(reading.left_out)))
    return said


def _around(spot: Spot, texts: dict[str, str]) -> str:
    article, name = _article(spot.name)
    at = texts[f"at_{article}"].format(name=name)
    came = "rough" if spot.is_rough else "former"
    return texts[f"nowhere_{came}" if spot.today else "nowhere"].format(at=at, today=spot.today)


def _article(name: str) -> tuple[str, str]:
    """Part a name from the article that French contracts: "au Bleymard", "aux Vignes"."""
    article, _space, rest = name.partition(" ")
    return (article.lower(), rest) if article in {"Le", "Les"} and rest else ("none", name)


def search_texts() -> dict[str, str]:
    """The same sentences, for the browser to fill in."""
    return {
        "nowhere": _("Aucun lieu {at} ; les plus proches :"),
        "nowhere_former": _("Aucun lieu {at} (aujourd’hui {today}) ; les plus proches :"),
        "nowhere_rough": _("Aucun lieu {at} (aujourd’hui {today}) ; les plus proches de {today} :"),
        "at_none": _("à {name}"),
        "at_le": _("au {name}"),
        "at_les": _("aux {name}"),
        "understood": _("Résultats pour « {words} »."),
        "left_out_one": _left_out(1),
        "left_out_other": _left_out(2),
    }


def _left_out(count: int) -> str:
    return ngettext(
        "Aucun lieu ne répond à tous ces mots : « {words} » est laissé de côté.",
        "Aucun lieu ne répond à tous ces mots : « {words} » sont laissés de côté.",
        count,
    )
