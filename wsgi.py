"""The WSGI entry point: `gunicorn wsgi:app`, settings from the environment."""

from sar.app import create_app

app = create_app()
