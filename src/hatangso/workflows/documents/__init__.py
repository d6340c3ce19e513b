"""Official documents of a province: gather the facts, write them down, check again."""
