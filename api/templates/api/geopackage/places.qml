<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology">
  <renderer-v2 type="categorizedSymbol" attr="overlap" symbollevels="0" forceraster="0" enableorderby="0">
    <categories>
      <category value="a" symbol="0" label="{{ labels.a }}" render="true"/>
      <category value="b" symbol="1" label="{{ labels.b }}" render="true"/>
      <category value="both" symbol="2" label="{{ labels.both }}" render="true"/>
      <category value="neither" symbol="3" label="{{ labels.neither }}" render="true"/>
    </categories>
    <symbols>
      {% include "api/geopackage/_marker.qml" with number=0 shape="semi_circle" angle=270 colour="0,97,122,255" %}
      {% include "api/geopackage/_marker.qml" with number=1 shape="semi_circle" angle=90 colour="181,80,27,255" %}
      {% include "api/geopackage/_marker.qml" with number=2 shape="circle" angle=0 colour="91,42,98,255" %}
      {% include "api/geopackage/_marker.qml" with number=3 shape="circle" angle=0 colour="251,250,246,255" %}
    </symbols>
  </renderer-v2>
</qgis>
