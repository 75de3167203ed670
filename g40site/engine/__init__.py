"""What must be made again, and making and publishing it. Nothing here knows what a site consists of.

In: outputs, the queries that they read, an output folder. Out: a published site, and what the next build needs to know.
"""
