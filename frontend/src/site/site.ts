// What is the same everywhere, one import for each thing: the script of a page that has no other, and a part of the rest.

import "./connection";
import "../offline/keep-whole-site";
import "../offline/kept-page-notice";
import "./language-link";
import "../map/before-leaflet";
import "../hours/hours-on-page";
import "./print-button";
import "./share-dialog";
