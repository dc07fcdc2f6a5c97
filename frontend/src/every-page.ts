// What is the same everywhere, one import for each thing: the script of a page that has no other, and a part of the rest.

import "./live/page-parts";
import "./live/newer-site";
import "./site/connection";
import "./offline/keep-whole-site";
import "./offline/kept-page-notice";
import "./site/language-link";
import "./map/before-leaflet";
import "./place/hours-on-page";
import "./site/print-button";
import "./site/share-dialog";
import "./site/way-back";
import "./offline/send-what-waits";
import "./capture/capture-if-asked";
