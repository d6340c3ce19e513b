"""Charts made on the server: SVG that needs no script and survives printing."""
