"""Who brings digital services to people, and where somebody is missing: pure."""
