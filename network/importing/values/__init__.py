"""What a cell says, read into what a listing holds: each reader is pure, and names what it mended or cannot take."""

from network.importing.values.said import NOTHING, Refused, Said, refuse

__all__ = ["NOTHING", "Refused", "Said", "refuse"]
