"""Questions to the user: each opens over a screen and returns one typed answer."""
