"""Steps from one shape of the register's tables to the next: one module each.

``scripts/draft_migration.py "what changes"`` drafts the next one from the descriptors.
Indexes of places are no part of them: they are made when a register is opened.
"""
