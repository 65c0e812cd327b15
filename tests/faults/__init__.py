"""Faults put into real processes: a Celery worker and a broker of our own, the tests' database."""
