"""The register: what exists, where, since when, and who said so."""
