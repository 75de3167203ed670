"""g40site turns a folder of YAML and Markdown into the static site of the theme group."""

__version__ = "0.1.0"
