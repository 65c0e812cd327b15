"""The addresses of long-range plans."""

from django.urls import path

from ilt.views import long_range_plan as plan
from ilt.views import plan_paste, plan_shift, plan_undo, sample
from ilt.views import plan_rows as rows

PLAN = "long-range-plans/<uuid:pk>"
CYCLE, WEEK = f"{PLAN}/cycles/<uuid:row>", f"{PLAN}/weeks/<uuid:row>"
urlpatterns = [
    path("sample-agendas/", sample.sample_list, name="sample_list"),
    path("sample-agendas/<slug:slug>/", sample.sample_detail, name="sample_detail"),
    path("sample-agendas/<slug:slug>/start/", sample.sample_start, name="sample_start"),
    path("teams/<uuid:pk>/long-range-plans/", plan.plan_list, name="plan_list"),
    path("teams/<uuid:pk>/long-range-plans/start/", plan.plan_start, name="plan_start"),
    path(f"{PLAN}/", plan.plan_detail, name="plan_detail"),
    path(f"{PLAN}/edit/", plan.plan_edit, name="plan_edit"),
    path(f"{PLAN}/changes/", plan.plan_changes, name="plan_changes"),
    path(f"{PLAN}/paste/", plan_paste.plan_paste, name="plan_paste"),
    path(f"{PLAN}/moves/<uuid:row>/undo/", plan_undo.move_undo, name="move_undo"),
    path(f"{PLAN}/cycles/add/", rows.cycle_add, name="cycle_add"),
    path(f"{CYCLE}/edit/", rows.cycle_edit, name="cycle_edit"),
    path(f"{CYCLE}/save/", rows.cycle_save, name="cycle_save"),
    path(f"{CYCLE}/remove/", rows.cycle_remove, name="cycle_remove"),
    path(f"{CYCLE}/restore/", rows.cycle_restore, name="cycle_restore"),
    path(f"{CYCLE}/shift/", plan_shift.cycle_shift, name="cycle_shift"),
    path(f"{CYCLE}/weeks/add/", rows.week_add, name="week_add"),
    path(f"{WEEK}/edit/", rows.week_edit, name="week_edit"),
    path(f"{WEEK}/save/", rows.week_save, name="week_save"),
    path(f"{WEEK}/meeting/", rows.week_meet, name="week_meet"),
    path(f"{WEEK}/remove/", rows.week_remove, name="week_remove"),
    path(f"{WEEK}/restore/", rows.week_restore, name="week_restore"),
]
