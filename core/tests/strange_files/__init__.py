"""Files that people might choose, made by code, each with the verdict it must get.

A case is (name, what makes its bytes, verdict): "jpg" or "pdf" where a clean copy is kept, else the
Reason for which it is refused. Whatever is hidden in them holds the word PLANTED.
"""

from core.tests.strange_files import documents, others, pictures

CASES = [*pictures.CASES, *documents.CASES, *others.CASES]
PLANTED = b"PLANTED"
