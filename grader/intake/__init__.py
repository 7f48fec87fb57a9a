"""Files to submissions: modules, notebooks, LaTeX, folders, archives."""
