from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def today(request):
    """One page per person: what waits for them, by duty."""
    return render(request, "reports/today.html")
