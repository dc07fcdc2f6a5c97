"""OGC API – Features, so that QGIS and its like read the directory: Part 1, and Part 3's queryables and filters.

https://docs.ogc.org/is/17-069r4/17-069r4.html, https://docs.ogc.org/is/19-079r2/19-079r2.html. `docs/adr/0049`.
"""
