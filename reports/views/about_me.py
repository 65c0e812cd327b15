from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reports import exportable
from reports.models import Export
from reports.views.export import ask_for, start_export

KINDS = {"pdf": Export.Kind.ME_PDF, "csv": Export.Kind.ME_CSV}


@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request):
    """What the file of everything about oneself holds; asking for it as a PDF or as CSV files."""
    if request.method == "POST":
        kind = KINDS["csv" if request.POST.get("as") == "csv" else "pdf"]
        me = exportable.CONTENT[kind].to_print(request.user)
        return start_export(request, lambda: ask_for(request, kind, me))
    files = Export.objects.visible_to(request.user).filter(kind__in=KINDS.values())
    trail = [("My settings", reverse("people:profile")), ("Everything about me", None)]
    return render(request, "reports/about_me.html", {"files": files[:5], "trail": trail})
