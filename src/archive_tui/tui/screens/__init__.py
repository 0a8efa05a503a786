"""The places a user can be: the browser itself, its help, and the palette of commands."""
