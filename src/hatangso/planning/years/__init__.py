"""What is built when: routes, budgets and goals of years."""
