"""Tables out of workbooks and delimited text, as they stand in the file."""
