"""The page at `/`: HTML, CSS and JavaScript as they are sent, without a build and without a framework.

`main.js` puts the parts together, a file each; `probe.js` is the worker that measures how long the service takes.
"""
