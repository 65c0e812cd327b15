"""Sample agendas to study and to start a meeting from (S2.35): our own writing, about nobody."""

from ilt.samples import in_content, in_literacy, in_support
from ilt.samples.shapes import Part, SampleAgenda, SamplePart

SAMPLES: tuple[SampleAgenda, ...] = (
    in_literacy.ELA,
    in_content.MATH,
    in_literacy.LITERACY,
    in_content.SCIENCE,
    in_support.DIVERSE_LEARNERS,
)
BY_SLUG = {sample.slug: sample for sample in SAMPLES}

__all__ = ["BY_SLUG", "SAMPLES", "Part", "SampleAgenda", "SamplePart"]
