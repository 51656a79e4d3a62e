"""The WSGI entry point: `gunicorn wsgi:app`, settings from the environment."""

from sar.starting import start

app = start()
