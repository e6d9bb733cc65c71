"""Session `bench`: the whole job and `match()`, in pure Python, in what Python's libraries make of it, and in Rust. `__main__.py` is the run."""
