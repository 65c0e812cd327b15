"""What a sample plan is made of."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class SampleStep:
    """One action step: what happens, what the teacher does, how the coach supports, what one would
    see, and the material. `support` is a value of `ActionStep.Support`, a resource a title."""

    activity: str
    teacher_does: str
    support: str
    teacher_look_fors: tuple[str, ...]
    student_look_fors: tuple[str, ...]
    resources: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Sample:
    """A whole plan as a reader would find it, with what to notice for each of the three questions:
    is it aligned, is it manageable, does it show progress."""

    slug: str
    title: str
    setting: str
    indicator: str
    indicator_name: str
    descriptor: str
    student_need: str
    goal: str
    measure: str
    baseline: str
    target: str
    weeks: int
    steps: tuple[SampleStep, ...]
    prompts: tuple[str, ...]
    is_aligned: str
    is_manageable: str
    shows_progress: str
