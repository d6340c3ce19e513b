"""Official documents as spreadsheets: every table a sheet, every number a number."""
