"""What a build keeps beside the site for the next one, and the folder that it is kept in.

In: the root and the output folder. Out: `memory` (what was worked out), `record` (what was published and from what),
`folder` (where, and that it is ours), `state` (locks, and faults of the disk as one sentence). Losing all of it costs
only time.
"""
