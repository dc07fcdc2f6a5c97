"""How the files of a photo are called, and in which widths they are kept. It reads no picture."""

# For a telephone, a column, a whole page; a photo that is not so large has fewer.
WIDTHS = (480, 960, 1600)


def files_of(file: str, width: int) -> list[tuple[int, str]]:
    """Name the files of a photo whose largest is this wide, the smallest first."""
    return [(each, f"{file}-{each}.webp") for each in (*(each for each in WIDTHS if each < width), width)]
