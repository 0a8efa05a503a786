"""Pure functions on text: cleaning, Vietnamese spelling, dates, layout.

Nothing here opens a file or knows what an article is.
"""
