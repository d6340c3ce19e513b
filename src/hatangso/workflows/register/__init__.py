"""What is asked of the register: imports, differences, undo, exports, its state."""
