<symbol type="marker" name="{{ number }}" alpha="1" clip_to_extent="1" force_rhr="0">
  <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
    <prop k="name" v="{{ shape }}"/>
    <prop k="angle" v="{{ angle }}"/>
    <prop k="color" v="{{ colour }}"/>
    <prop k="outline_color" v="28,35,38,255"/>
    <prop k="outline_width" v="0.3"/>
    <prop k="outline_width_unit" v="MM"/>
    <prop k="size" v="3.4"/>
    <prop k="size_unit" v="MM"/>
  </layer>
</symbol>
