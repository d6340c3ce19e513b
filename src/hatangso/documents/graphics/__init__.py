"""Maps and charts for paper: SVG that says as much in black and white as in colour.

One unit of a drawing is a point (1/72 inch) at the width that it is made for, so that a
size of text is what the reader gets. Everything that a drawing needs lies inside it.
"""
