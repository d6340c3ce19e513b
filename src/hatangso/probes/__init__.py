"""Looks at machines and web systems over the network, from where the agent runs."""
