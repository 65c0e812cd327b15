"""Sample plans to study and to start from (S0.25): our own writing, about nobody."""

from coaching.samples import in_content, in_literacy, in_support
from coaching.samples.shapes import Sample, SampleStep

SAMPLES: tuple[Sample, ...] = (
    in_literacy.ELA,
    in_content.MATH,
    in_content.SCIENCE,
    in_literacy.EARLY_GRADES,
    in_support.SPECIAL_EDUCATION,
    in_support.LEADER,
)
BY_SLUG = {sample.slug: sample for sample in SAMPLES}

__all__ = ["BY_SLUG", "SAMPLES", "Sample", "SampleStep"]
