// The point of a form: a click puts it, dragging moves it, and the form holds it at once. django-leaflet's own toolbar
// kept a move to itself until its "Save" was pressed, and the form was then saved without it.

export interface GeometryField {
  options: { is_point: boolean; modifiable: boolean };
  drawnItems: L.FeatureGroup;
  store: { save(layer: L.FeatureGroup): void };
  _drawControl?: L.Control;
}

/** Let the point of a field be put, dragged and taken away, without a toolbar; `tools` says how, beside the map. */
export function movePointAtOnce(map: L.Map, field: GeometryField, tools: HTMLTemplateElement | null): void {
  if (!field.options.is_point || !field.options.modifiable) {
    return;
  }
  field._drawControl?.remove();
  field.drawnItems.eachLayer((marker) => holdWhereDragged(marker as L.Marker, field));
  map.on("click", ({ latlng }) => putPoint(latlng, field));
  if (tools) {
    showTools(map, field, tools);
  }
}

function holdWhereDragged(marker: L.Marker, field: GeometryField): void {
  marker.on("dragend", () => field.store.save(field.drawnItems));
  marker.dragging?.enable();
}

function putPoint(position: L.LatLng, field: GeometryField): void {
  const marker = L.marker(position);
  field.drawnItems.clearLayers().addLayer(marker);
  holdWhereDragged(marker, field);
  field.store.save(field.drawnItems);
}

function showTools(map: L.Map, field: GeometryField, tools: HTMLTemplateElement): void {
  const shown = tools.content.cloneNode(true) as DocumentFragment;
  shown.querySelector("button")?.addEventListener("click", () => {
    field.store.save(field.drawnItems.clearLayers() as L.FeatureGroup);
  });
  map.getContainer().after(shown);
}
