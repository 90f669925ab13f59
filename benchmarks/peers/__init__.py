"""The same counting job on Tallywire's way and on what a user would take instead, each as a process of its own.

These modules are started by the Python that has what they count with: nothing here imports more than it needs.
"""
