"""Covering with a proof: who is reached by what, exact or taken apart."""
