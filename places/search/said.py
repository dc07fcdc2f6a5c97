"""What was understood of the words looked for, said where it is not plain: by the server, and by the browser."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from places.search.terms import Reading, Spot


def reading_in_words(reading: Reading) -> list[str]:
    """Say for what a misspelt word was taken, which words are left out, and around what places are, in sentences."""
    texts, said = search_texts(), []
    if reading.understood:
        said.append(texts["understood"].format(words=reading.understood))
    if reading.left_out:
        words = _left_out(len(reading.left_out))
        said.append(words.format(words=", ".join(reading.left_out)))
    if reading.around:
        said.extend(_around(reading.around, texts))
    return said


def _around(spot: Spot, texts: dict[str, str]) -> Iterator[str]:
    """Say which other communes may be meant, and that places are the nearest: the list follows."""
    if spot.also:
        yield _namesakes(len(spot.also)).format(names=", ".join(spot.also))
    article, name = _article(spot.name)
    at = texts[f"at_{article}"].format(name=name)
    came = "rough" if spot.is_rough else "former"
    yield texts[f"nowhere_{came}" if spot.today else "nowhere"].format(at=at, today=spot.today)


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
        "namesakes_one": _namesakes(1),
        "namesakes_other": _namesakes(2),
        "left_out_one": _left_out(1),
        "left_out_other": _left_out(2),
    }


def _namesakes(count: int) -> str:
    return ngettext("Une autre commune a ce nom : {names}.", "D’autres communes ont ce nom : {names}.", count)


def _left_out(count: int) -> str:
    return ngettext(
        "Aucun lieu ne répond à tous ces mots : « {words} » est laissé de côté.",
        "Aucun lieu ne répond à tous ces mots : « {words} » sont laissés de côté.",
        count,
    )
