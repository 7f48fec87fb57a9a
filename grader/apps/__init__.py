"""The command line and the other faces."""
