<symbol type="fill" name="{{ number }}" alpha="1" clip_to_extent="1" force_rhr="0">
  <layer class="SimpleFill" enabled="1" locked="0" pass="0">
    <prop k="style" v="{{ hatch }}"/>
    <prop k="color" v="{{ colour }}"/>
    <prop k="outline_color" v="141,143,136,255"/>
    <prop k="outline_style" v="solid"/>
    <prop k="outline_width" v="0.26"/>
    <prop k="outline_width_unit" v="MM"/>
  </layer>
</symbol>
