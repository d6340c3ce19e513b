"""Write an official document as DOCX: real styles, numbering, fields and footnotes."""
