"""One moment with a proof: covering whose options must be tied to the network."""
