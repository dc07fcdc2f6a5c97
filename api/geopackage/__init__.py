"""The directory as one GeoPackage, with its styles inside: what opens in QGIS as a map."""
