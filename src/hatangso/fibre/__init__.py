"""How glass gets there: routes along roads, least-cost trees, bounds, a verifier."""
