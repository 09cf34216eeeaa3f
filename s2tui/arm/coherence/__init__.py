"""One location, its caches, and everybody who touches it: a machine that is run through all orders.

`configuration` says how host and guest reach the location, `machine` what may happen next,
`search` what can go wrong, with the shortest order of events that leads there.

What it leaves out: more than one coherency granule, barriers and the order of accesses, tags,
shareability domains, races between two cores inside one event, and what an implementation adds to
the architecture's permissions (DDI 0487 B2.11).
"""
