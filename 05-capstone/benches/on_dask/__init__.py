"""Session `scale_out`: the job of step `scale_out` on Dask's distributed. `job.py` is the job, `__main__.py` the run."""
