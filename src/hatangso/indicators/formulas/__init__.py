"""Formulas of indicators: written as data, checked for units, computed without eval."""
