"""What gunicorn does besides its command line; it reads this file where it is started."""

from sar import warming


def post_worker_init(_worker: object) -> None:
    """Warm up a worker, which serves meanwhile; before the fork, threads would be lost."""
    warming.begin()
