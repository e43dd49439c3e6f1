"""The calculator as one web page that works without a network: its parts, and the command that builds it.

`page.html`, `page.css`, `main.js` and `worker.js` are the page; `bridge.py` is what the worker calls in Python.
`job.py` is what the page asks for, `desk.py` what is read and valued for it, and `view.py` what the page shows of that.
`build.py` puts them, the package and Python itself into one file; `pack.mjs` and `pack.py` are its step in Node.
"""
