"""Racks, energy, storage, size and merger of data centres, from the register."""
