from django import forms

from core.forms import Form
from people.forms.rows import constraint_of
from people.models import SignInDomain


class SignInDomainsForm(Form):
    """One tick for each domain that a provider of the school system may speak for: nobody can name
    the domain of somebody else."""

    submit_label = "Save"
    domains = forms.MultipleChoiceField(
        required=False,
        label="Whoever types an e-mail of this domain sees the button alone",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, offered, kept, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["domains"]
        field.choices = [
            (domain, f"{domain} ({', '.join(names)})") for domain, names in offered.items()
        ]
        field.initial = list(kept)

    @property
    def chosen(self):
        return self.cleaned_data["domains"]

    def tell(self, error):
        """The words of the constraint that refused."""
        self.add_error("domains", constraint_of(SignInDomain, error).violation_error_message)
