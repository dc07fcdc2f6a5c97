// What is fetched only by whoever opens the map of a place that is missing.

export { PointOnMap } from "../map/point-on-map";
