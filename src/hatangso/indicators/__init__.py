"""What is measured: the catalogue of definitions, formulas, targets, assessment."""
