from coaching.forms.plan_start import PlanStartForm


class SampleStartForm(PlanStartForm):
    """For whom a plan is started from a sample."""

    submit_label = "Start the plan from this sample"

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        del self.fields["feedback"]
