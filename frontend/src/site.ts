// What is the same everywhere, one import for each thing: the script of a page that has no other, and a part of the rest.

import "./connection";
import "./keep";
import "./kept-notice";
import "./language";
import "./map/before-leaflet";
import "./now";
import "./print";
import "./share";
