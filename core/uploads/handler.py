"""The first to see what is posted: more than any file may be is not even read."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST_POSTED = 64 * 1024 * 1024  # above the limit of a file, so that its form can say what to do


class RefuseHuge(FileUploadHandler):
    """Ends a request of more than 64 MB with the page that says so."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        if content_length > MOST_POSTED:
            raise RequestDataTooBig("More than may be sent at once.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
