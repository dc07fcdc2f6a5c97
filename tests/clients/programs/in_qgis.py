"""What someone does with our layers in QGIS: loads, filters, joins and saves them. Prints what came of it, as JSON.

Run by the system's own Python, which has QGIS: `in_qgis.py SITE FOLDER RECTANGLE FILTERS`. Nothing here is of the site.
"""

import json
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsNetworkAccessManager,
    QgsNetworkRequestParameters,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import Qt

Told = dict[str, Any]
SAVED_AS = {"GPKG": "gpkg", "ESRI Shapefile": "shp", "CSV": "csv", "XLSX": "xlsx", "KML": "kml"}
NULL = "NULL"  # as PyQt says it of a value that QGIS holds to be null


class Wire:
    """The addresses that QGIS asks for, and those that answered with an error."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.failed: list[str] = []
        manager = QgsNetworkAccessManager.instance()
        manager.requestAboutToBeCreated[QgsNetworkRequestParameters].connect(self._note)
        manager.finished["QgsNetworkReplyContent"].connect(self._look)

    def _note(self, request: Any) -> None:
        self.asked.append(request.request().url().toString())

    def _look(self, answer: Any) -> None:
        if answer.error():
            self.failed.append(answer.request().url().toString())


def collection(site: str, name: str) -> QgsVectorLayer:
    source = f"url='{site}/ogc' typename='{name}' version='OGC_API_FEATURES' pageSize='1000' restrictToRequestBBOX='1'"
    return QgsVectorLayer(source, name, "OAPIF")


def plain(value: Any) -> Any:
    if value is None or str(value) == NULL:
        return None
    return value.toString(Qt.ISODate) if hasattr(value, "toString") else value


def types(layer: QgsVectorLayer) -> dict[str, str]:
    return {field.name(): field.typeName() for field in layer.fields()}


def rows(layer: QgsVectorLayer, request: QgsFeatureRequest | None = None) -> list[Told]:
    names = [field.name() for field in layer.fields()]
    found = layer.getFeatures(request or QgsFeatureRequest())
    return [
        {name: plain(one[name]) for name in names} | {"": _where(one) if one.hasGeometry() else None} for one in found
    ]


def _where(feature: Any) -> list[float]:
    box = feature.geometry().boundingBox()
    return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def described(layer: QgsVectorLayer) -> Told:
    if not layer.isValid():
        return {"error": layer.error().message() or layer.dataProvider().error().message()}
    return {"types": types(layer), "rows": rows(layer), "crs": layer.crs().authid(), "error": ""}


def saved(layer: QgsVectorLayer, form: str, path: Path) -> Told:
    """Save a layer as someone does by its menu, and read the file again."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding, options.layerName = form, "UTF-8", layer.name()
    if form == "CSV":
        options.layerOptions = ["GEOMETRY=AS_WKT"]
    code, error, *_names = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), QgsCoordinateTransformContext(), options
    )
    if code != QgsVectorFileWriter.NoError:
        return {"error": error or str(code)}
    again = QgsVectorLayer(str(path), layer.name(), "ogr")
    return described(again) | {"names": renamed(layer, again, form)}


def renamed(layer: QgsVectorLayer, again: QgsVectorLayer, form: str) -> dict[str, str]:
    """Tell what each column is called in a file: a shapefile has room for ten letters."""
    names = [field.name() for field in layer.fields()]
    is_short = form == "ESRI Shapefile"
    return dict(zip(names, [field.name() for field in again.fields()] if is_short else names, strict=True))


def saved_as_all(layer: QgsVectorLayer, folder: Path) -> Told:
    return {form: saved(layer, form, folder / f"{layer.name()}.{ending}") for form, ending in SAVED_AS.items()}


def joined(places: QgsVectorLayer, communes: QgsVectorLayer, folder: Path) -> Told:
    """Join the places with their commune, as the properties of a layer do, and save that."""
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(communes)
    join.setJoinFieldName("code")
    join.setTargetFieldName("commune_code")
    join.setUsingMemoryCache(True)
    join.setPrefix("of_")
    places.addJoin(join)
    told = {"rows": rows(places), "saved": saved(places, "GPKG", folder / "joined.gpkg")}
    places.removeJoin(communes.id())
    return told


def filtered(layers: dict[str, QgsVectorLayer], expressions: dict[str, list[str]]) -> Told:
    """Ask layers by expressions: as a selection of what is there, and as the filter of the layer."""
    told: Told = {}
    for name, asked in expressions.items():
        for expression in asked:
            found = rows(layers[name], QgsFeatureRequest().setFilterExpression(expression))
            layers[name].setSubsetString(expression)
            told[expression] = {"found": found, "kept": rows(layers[name])}
            layers[name].setSubsetString("")
    return told


def report(site: str, folder: Path, box: list[float], expressions: dict[str, list[str]]) -> Told:
    wire, names = Wire(), ["places", "communes", "intercommunalities", "crossings", "memberships"]
    layers = {name: collection(site, name) for name in names}
    layers["flat"] = QgsVectorLayer(f"{site}/api/v1/places/?format=geojson&profile=gis", "flat", "ogr")
    told: Told = {"layers": {name: described(layer) for name, layer in layers.items()}}
    usable = {name: layer for name, layer in layers.items() if layer.isValid()}
    told["saved"] = {name: saved_as_all(layer, folder) for name, layer in usable.items()}
    told["joined"] = joined(layers["places"], layers["communes"], folder)
    told["filtered"] = filtered(layers, expressions)
    around = QgsFeatureRequest().setFilterRect(QgsRectangle(*box))
    told["around"] = rows(collection(site, "places"), around)
    for _signal in range(10):
        QgsApplication.processEvents()
    return told | {"asked": wire.asked, "failed": wire.failed}


def main(site: str, folder: str, box: str, expressions: str) -> None:
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False, folder)
    application.initQgis()
    told = report(site, Path(folder), json.loads(box), json.loads(expressions))
    (Path(folder) / "report.json").write_text(json.dumps(told))
    application.exitQgis()


if __name__ == "__main__":
    main(*sys.argv[1:])
