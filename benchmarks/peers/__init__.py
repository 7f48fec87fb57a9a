"""Other graders, set up and run for comparison; each in an environment of its own."""
