"""A plan with its rows, read once: for the mirror, the editor and the plan of record."""

import dataclasses

from django.db.models import Q

from coaching.models import ActionStep, LookFor, Plan, ReflectionPrompt, Resource


@dataclasses.dataclass(frozen=True)
class Parts:
    """A plan, its steps in order, and what belongs to them; nothing that was removed."""

    plan: Plan
    steps: list
    look_fors: list
    resources: list
    prompts: list

    @classmethod
    def of(cls, plan):
        """Read the plan's rows: three queries, however many rows; prompts come with the plan."""
        on_plan = Q(plan=plan) | Q(step__plan=plan, step__removed_at=None)
        resources = Resource.objects.filter(step__plan=plan, removed_at=None)
        return cls(
            plan=plan,
            steps=list(ActionStep.objects.kept().filter(plan=plan)),
            look_fors=list(LookFor.objects.kept().filter(on_plan)),
            resources=list(resources.exclude(step__removed_at__isnull=False)),
            prompts=[ReflectionPrompt(plan=plan, **facts) for facts in plan.prompt_facts],
        )

    def look_fors_of(self, owner):
        return [row for row in self.look_fors if owner.pk in (row.step_id, row.plan_id)]

    def resources_of(self, step):
        return [row for row in self.resources if row.step_id == step.pk]
