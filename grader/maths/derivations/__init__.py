"""Derivations checked line by line: chains of relations evaluated in random worlds."""
