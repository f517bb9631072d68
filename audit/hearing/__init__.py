"""Recognition in a child process.

A speech model that crashes, hangs or eats all memory costs this child and not the worker, and a
model that holds the interpreter's lock cannot stop the worker's heartbeat.
"""
