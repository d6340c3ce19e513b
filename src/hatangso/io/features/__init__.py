"""Tables out of files with shapes: shapefiles, GeoPackage, KML, lists of cells."""
