"""The only home of prose: facts in, HTML, Markdown and JSON out."""
