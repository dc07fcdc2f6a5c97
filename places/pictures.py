"""What people send as a photo, made into what is shown: small enough, and saying nothing of who took it or where.

Pure: bytes come in, bytes go out. The format is read from the content, never from a name; nothing of the file but its
pixels is kept (no EXIF, no position, no XMP); colours are those of screens (sRGB).
"""

from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from places.photo_files import WIDTHS, files_of

# What a telephone sends: bytes, and pixels. Beyond, a small file may open into gigabytes.
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 80_000_000
# JPEG is read at about the size that is kept; the others are opened whole, and copied as they are made plain.
MOST_PIXELS_WHOLE = 20_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
_TALLEST = 2400
_QUALITY = 78
# The brands by which an HEIC file says what it is, after the length of its first box.
_HEIC = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc")


class Picture(NamedTuple):
    """A photo that is ready: its name, the size of its largest file, and each file with its name."""

    file: str
    width: int
    height: int
    files: dict[str, bytes]


def read_picture(sent: bytes) -> Picture:
    """Make what is shown of what was sent.

    Raises:
        ValidationError: it is no photo that can be read, or too large; the sentence says what to do.

    """
    whole = _upright(sent)
    largest = _fitted(whole, WIDTHS[-1])
    named = sha256(_written(largest)).hexdigest()
    sizes = {name: _written(_fitted(largest, width)) for width, name in files_of(named, largest.width)}
    return Picture(named, largest.width, largest.height, sizes)


def _upright(sent: bytes) -> Image.Image:
    """Decode it the right way up, as bare pixels in the colours of screens."""
    if len(sent) > MOST_BYTES:
        raise ValidationError(_("Cette photo est trop lourde : 20 Mo au plus."))
    try:
        with Image.open(BytesIO(sent), formats=FORMATS) as found:
            if found.width * found.height > (MOST_PIXELS if found.format == "JPEG" else MOST_PIXELS_WHOLE):
                raise ValidationError(
                    _("Cette photo est trop grande : 80 millions de pixels au plus, 20 en PNG ou WebP.")
                )
            found.draft("RGB", (WIDTHS[-1], _TALLEST))
            return _bare(ImageOps.exif_transpose(found))
    except UnidentifiedImageError:
        raise ValidationError(_said_of(sent)) from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError(_("Ce fichier est abîmé : la photo ne s’ouvre pas.")) from None


def _said_of(sent: bytes) -> str:
    if sent[4:8] == b"ftyp" and sent[8:12] in _HEIC:
        return _(
            "Ce téléphone envoie du HEIC, que les navigateurs ne savent pas tous montrer : choisissez « le plus "
            "compatible » dans les réglages de l’appareil photo, ou envoyez la photo en JPEG."
        )
    return _("Ce n’est pas une photo que l’on sait lire : envoyez du JPEG, du PNG ou du WebP.")


def _bare(found: Image.Image) -> Image.Image:
    """Copy the pixels, on white where they let it through: what else the file said stays behind."""
    shown = _in_srgb(found)
    clear = shown.convert("RGBA") if shown.mode in {"RGBA", "LA", "P", "PA"} else None
    bare = Image.new("RGB", shown.size, "white")
    bare.paste(shown.convert("RGB") if clear is None else clear, mask=clear)
    return bare


def _in_srgb(found: Image.Image) -> Image.Image:
    """Have the colours of screens, where the file says which it has; one that says it badly is taken as it is."""
    profile = found.info.get("icc_profile")
    if not profile or found.mode not in {"RGB", "CMYK"}:
        return found
    try:
        own, screens = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(found, own, screens, outputMode="RGB") or found
    except (ImageCms.PyCMSError, OSError, ValueError):
        return found


def _fitted(whole: Image.Image, width: int) -> Image.Image:
    """Make it at most this wide, and no taller than what one scrolls through."""
    ratio = min(1, width / whole.width, _TALLEST / whole.height)
    size = max(1, round(whole.width * ratio)), max(1, round(whole.height * ratio))
    return whole if size == whole.size else whole.resize(size, Image.Resampling.LANCZOS)


def _written(picture: Image.Image) -> bytes:
    held = BytesIO()
    picture.save(held, "WEBP", quality=_QUALITY)
    return held.getvalue()
