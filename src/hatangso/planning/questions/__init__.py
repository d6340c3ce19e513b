"""What else is asked of a plan: other prices, other plans, more money, sharing."""
