"""Form fields whose value is the clean copy of what was chosen."""

from django import forms

from core.uploads import RefusedError, check

PICTURES = "image/jpeg,image/png,image/webp,image/heic,.heic"


class UploadField(forms.FileField):
    """A photo or a PDF; `cleaned_data` holds its `Copy`, or None where nothing was chosen."""

    widget = forms.FileInput(attrs={"accept": f"{PICTURES},application/pdf"})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return check(upload)
        except RefusedError as refused:
            raise forms.ValidationError(str(refused)) from refused


class CameraField(UploadField):
    """The same, straight from the camera of a phone or tablet."""

    widget = forms.FileInput(attrs={"accept": PICTURES, "capture": "environment"})
