"""What pages show, as plain records made from the nouns of the model."""
