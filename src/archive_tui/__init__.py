"""A terminal browser for an offline archive of Vietnamese news items and photo captions.

The package is a house of floors (see ``CONTRIBUTING.md``): each floor imports only the
floors below it, and a machine holds that.
"""

__version__ = "0.1.0"
