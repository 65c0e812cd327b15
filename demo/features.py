"""What single schools of the district have switched off: five of them each something else."""

from people.actions.feature import switch_off
from people.models import Feature, School

LATER = (
    Feature.LEADERS_PLANS,
    Feature.WALKTHROUGH_WEEKS,
    Feature.PEER_VISITS,
    Feature.TALK_COUNTERS,
    Feature.INTERVAL_PROMPT,
)


def switch_some_off(district) -> None:
    """The last five schools start small."""
    for feature, school in zip(LATER, district.schools[-len(LATER) :], strict=True):
        switch_off(feature, School.objects.filter(pk=school.pk))
