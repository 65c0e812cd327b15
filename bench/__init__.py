"""What the product costs beside the least it could cost: `manage.py bench`.

Each subject is measured against its floor, the same work done by the bare library, alternately and
in random order in one process. It runs in a database of its own, made and dropped around it.
"""
