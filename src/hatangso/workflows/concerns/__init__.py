"""What is not as it should be in a province, with the record behind each concern."""
