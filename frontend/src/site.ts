// The script of every page: one import for each thing that is the same everywhere.

import "./connection";
import "./keep";
import "./language";
import "./map/before-leaflet";
import "./now";
import "./print";
import "./share";
