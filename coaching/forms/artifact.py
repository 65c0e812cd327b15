from django import forms
from django.db.models import Q

from coaching.models import Artifact
from coaching.roster import roster_of
from core.forms import Form, ModelForm
from core.uploads.field import CameraField, UploadField
from people.models import User
from people.names import named_in

CHOOSE_ONE = "Take a photo or choose a file"
ONLY_ONE = "Take a photo or choose a file, not both: add them one after the other"
AGAIN = "Choose the file again: browsers do not keep it when a form comes back"
NAMES_SOMEBODY = (
    "“{}” is on the roster of this school. Student work carries no names: write something like "
    "“Student A”"
)


class ArtifactWordsForm(ModelForm):
    """What a file is; student work names nobody."""

    class Meta:
        model = Artifact
        fields = ["label", "description", "is_student_work"]
        labels = {
            "label": "What it is",
            "description": "What one sees in it",
            "is_student_work": "This is student work, or shows students",
        }
        help_texts = {
            "label": "Like “Exit ticket, Student A”. No student names, here or in the photo: cover "
            "them first.",
            "description": "For people who cannot see it.",
            "is_student_work": "It stays on these pages: no PDF and no export holds it, and it is "
            "erased 60 days after the school year.",
        }
        things = {
            "label": "what it is",
            "description": "what one sees in it",
            "photo": "the photo",
            "file": "the file",
        }

    def __init__(self, *args, teacher, **kwargs):
        super().__init__(*args, **kwargs)
        self.teacher = teacher

    def clean(self):
        data = super().clean()
        if data.get("is_student_work"):
            self._refuse_names(data)
        return data

    def _refuse_names(self, data):
        names = roster_of(self.teacher)
        for field in ("label", "description"):
            if name := named_in(data.get(field) or "", names, any_letters=field == "label"):
                self.add_error(field, NAMES_SOMEBODY.format(name))


class ArtifactForm(ArtifactWordsForm):
    """A new file: from the camera, or one that is there."""

    submit_label = "Add the file"
    photo = CameraField(label="Take a photo", required=False)
    file = UploadField(
        label="Or choose a file",
        required=False,
        help_text="A photo (JPEG, PNG, HEIC, WebP) or a PDF, up to 15 MB. Where and with what it "
        "was taken is removed.",
    )
    field_order = ["photo", "file", "label", "description", "is_student_work"]

    def clean(self):
        data = super().clean()
        chosen = [data[name] for name in ("photo", "file") if data.get(name)]
        self.copy = chosen[0] if chosen else None
        if self.errors:
            if chosen:
                self.add_error("file", AGAIN)
        elif len(chosen) != 1:
            self.add_error("file", ONLY_ONE if chosen else CHOOSE_ONE)
        return data


class ArtifactFilterForm(Form):
    """Which files the list shows; all of it stands in the address."""

    teacher = forms.ModelChoiceField(
        label="Teacher", required=False, queryset=None, empty_label="Any teacher"
    )
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Any file"), ("work", "Student work"), ("other", "Other files")],
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        shown = Q(pk__in=Artifact.objects.visible_to(user).kept().values("teacher"))
        shown |= Q(pk__in=User.objects.visible_to(user).coached_by(user).values("pk"))
        teachers = User.objects.visible_to(user).filter(shown)
        self.fields["teacher"].queryset = teachers.order_by("name")

    def narrow(self, rows):
        """`rows` with the filters applied."""
        data = self.cleaned_data
        if data.get("teacher"):
            rows = rows.filter(teacher=data["teacher"])
        if data.get("kind"):
            rows = rows.filter(is_student_work=data["kind"] == "work")
        return rows
