"""Series of indicators: by unit and period, summed up and restated."""
