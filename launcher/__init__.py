"""What `./run` does once .venv is there: servers, system libraries, children, commands.

Knows nothing of the product but the names of its commands; no other package imports it.
"""
