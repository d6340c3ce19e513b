"""Steps from one shape of the service's tables to the next: one module each.

``scripts/draft_migration.py --service "what changes"`` drafts the next one from
``operations/tables.py``.
"""
