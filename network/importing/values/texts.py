"""Texts: what every cell is first cleaned of, and names, web addresses, mailboxes and telephones."""

import html
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from network.importing.repairs import Refusal, Repair
from network.importing.values.said import Said, refuse
from places import phones
from places.fields import WEB_ADDRESS
from places.models.checks import PHONE_PATTERN

LONGEST_NAME, LONGEST_TEXT, LONGEST_ADDRESS = 200, 5000, 300
_LONGEST_URL = 500
_UNKNOWN = frozenset(
    [
        "n/a",
        "#n/a",
        "n/d",
        "#n/d",
        "#na",
        "na",
        "nd",
        "n.d.",
        "nc",
        "n.c.",
        "nr",
        "n.r.",
        "-",
        "--",
        "---",
        "—",
        "–",
        "?",
        "??",
        ".",
        "..",
        "…",
        "@",
        "/",
        "x",
        "null",
        "none",
        "nan",
        "nil",
        "<null>",
        "non renseigné",
        "non renseignée",
        "non renseigne",
        "non communiqué",
        "non communique",
        "non connu",
        "inconnu",
        "inconnue",
        "indéfini",
        "à compléter",
        "a compléter",
        "à renseigner",
        "aucun",
        "aucune",
        "néant",
        "neant",
        "sans objet",
        "pas de site",
        "pas de site internet",
        "pas de mail",
        "pas d'email",
        "vide",
        "(vide)",
        "unknown",
        "not available",
    ]
)
_ERRORS = re.compile(r"#(?:REF|NOM|NAME|VALEUR|VALUE|DIV/0|NUL|NULL|NUM|NOMBRE|CALC|SPILL)[!?]?", re.IGNORECASE)
_OF_FORMULAS = frozenset("=+@-")
_FORMULA = re.compile(r"=|\+[A-Z@]|@[A-Z]+\(|-[A-Z]+\(")
# UTF-8 that was taken for Windows once: "mÃ©diathÃ¨que".
_MOJIBAKE = re.compile("[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[™œ\x9d“”¦˜]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_SPACES = re.compile(r"[ \t\u00a0\u202f\u2009\u200b\ufeff]+")
_MAILBOX = re.compile(r"[^\s<>()|;,:]+@[^\s<>()|;,:]+")
_URL_BETWEEN = re.compile(r"\s*[|;\n]\s*|\s+(?:/|ou|et|-)\s+|,?\s+(?=https?://|www\.)")
_NUMBER = re.compile(
    r"(?:\+|00)\d[\d .\-/()]{7,18}\d|0[1-9](?:[ .\-/]?\d){8}|\b3\d[ .]?\d\d\b|\b1\d{1,2}\b|\b10[ .]?\d\d\b"
)
_PHONE = re.compile(PHONE_PATTERN)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_WEB = re.compile(WEB_ADDRESS)
_NINE_DIGITS = re.compile(r"[1-9][0-9]{8}")


def cleaned(text: str) -> Said:
    """Clean a cell of what is no part of what it says; what says that nothing is known is nothing.

    Raises:
        Refused: it is a formula, or an error of a spreadsheet.

    """
    plain = text.strip() if text.isascii() and "  " not in text and "\t" not in text else _SPACES.sub(" ", text).strip()
    if plain.lower() in _UNKNOWN:
        return Said(None, (Repair.UNKNOWN,))
    if plain[:1] == "#" and _ERRORS.fullmatch(plain):
        refuse(Refusal.ERROR_CELL)
    if plain[:1] in _OF_FORMULAS and _FORMULA.match(plain):
        refuse(Refusal.FORMULA)
    repairs: list[Repair] = []
    if not plain.isascii() and _MOJIBAKE.search(plain) and (mended := _unmangled(plain)):
        plain = mended
        repairs.append(Repair.MOJIBAKE)
    if "&" in plain and _ENTITY.search(plain) and (unescaped := html.unescape(plain)) != plain:
        plain = unescaped
        repairs.append(Repair.ENTITY)
    return Said(plain or None, tuple(repairs))


def _unmangled(text: str) -> str | None:
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return None


def line(text: str, longest: int = LONGEST_ADDRESS) -> Said:
    """Read a text of one line.

    Raises:
        Refused: it is too long.

    """
    said = " ".join(text.split())
    if len(said) > longest:
        refuse(Refusal.TOO_LONG)
    return Said(said or None)


def name(text: str) -> Said:
    """Read a name. See `line` for what is raised."""
    return line(text, LONGEST_NAME)


def paragraphs(text: str) -> Said:
    """Read a text of several lines.

    Raises:
        Refused: it is too long.

    """
    said = "\n".join(part.strip() for part in text.splitlines()).strip()
    if len(said) > LONGEST_TEXT:
        refuse(Refusal.TOO_LONG)
    return Said(said or None)


def email(text: str) -> Said:
    """Read a mailbox, the first one of several, whatever words are around.

    Raises:
        Refused: there is none.

    """
    found = [each for each in _MAILBOX.findall(text) if _is_mailbox(each)]
    if not found:
        return refuse(Refusal.NO_EMAIL)
    words = text.removeprefix("mailto:").strip(" <>()") != found[0]
    return Said(found[0], (Repair.FIRST_OF_SEVERAL,) if len(found) > 1 else (Repair.MAILBOX_WORDS,) if words else ())


def _is_mailbox(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def web(text: str) -> Said:
    """Read a web address, the first one of several.

    Raises:
        Refused: there is none.

    """
    parts = [part for part in _URL_BETWEEN.split(text.strip()) if part]
    for part in parts:
        repairs = (Repair.FIRST_OF_SEVERAL,) if len(parts) > 1 else ()
        if not _SCHEME.match(part):
            if not _HOST.fullmatch(part):
                continue
            part, repairs = f"https://{part}", (*repairs, Repair.SCHEME)  # noqa: PLW2901
        scheme, _sign, rest = part.partition("://")
        address = f"{scheme.lower()}://{rest}"
        if _WEB.match(address) and _HOST.fullmatch(rest) and len(address) <= _LONGEST_URL:
            return Said(address, repairs)
    return refuse(Refusal.NO_ADDRESS)


def phone(text: str) -> Said:
    """Read a telephone, the first one of several.

    Raises:
        Refused: there is none that can be dialled.

    """
    whole = phones.normalise(text)
    if _PHONE.fullmatch(whole):
        return Said(whole)
    if _NINE_DIGITS.fullmatch(whole):
        return Said(phones.normalise(f"0{whole}"), (Repair.PHONE_ZERO,))
    found = [number for each in _NUMBER.findall(text) if _PHONE.fullmatch(number := phones.normalise(each))]
    if not found:
        return _by_parts(text)
    words = bool(re.search(r"[^\W\d_]{3,}", text))
    several = (Repair.PHONE_FIRST,) if len(set(found)) > 1 else ()
    return Said(found[0], (*several, *((Repair.PHONE_WORDS,) if words else ())))


def _by_parts(text: str) -> Said:
    """Read one of several numbers that a spreadsheet took the noughts from."""
    for part in re.split(r"\s*[/;|,]\s*", text):
        digits = phones.normalise(part)
        if _NINE_DIGITS.fullmatch(digits):
            return Said(phones.normalise(f"0{digits}"), (Repair.PHONE_FIRST, Repair.PHONE_ZERO))
    return refuse(Refusal.NO_PHONE)


def mended_key(text: str) -> Said:
    """Read how the source names a place.

    Raises:
        Refused: a spreadsheet rounded it: several places would have the same.

    """
    said = " ".join(text.split())
    if re.fullmatch(r"\d[.,]?\d*[eE]\+?\d{2}", said):
        refuse(Refusal.ROUNDED_KEY)
    if re.fullmatch(r"\d+[.,]0", said):
        return Said(said[:-2], (Repair.KEY_AS_NUMBER,))
    if len(said) > LONGEST_NAME:
        refuse(Refusal.TOO_LONG)
    return Said(said)
