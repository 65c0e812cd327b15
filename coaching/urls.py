from django.urls import include, path

from coaching import api
from coaching.views import (
    caseload,
    change,
    feedback,
    mine,
    note,
    plan,
    plan_edit,
    plan_reflect,
    plan_sign,
    rubric,
    step,
    teacher,
    visit,
    walkthrough_form,
)

app_name = "coaching"
plan_urls = [
    path("", plan.plan_detail, name="plan_detail"),
    path("edit/", plan_edit.plan_edit, name="plan_edit"),
    path("save/", plan_edit.plan_save_field, name="plan_save_field"),
    path("readers/", plan.plan_readers, name="plan_readers"),
    path("tasks/", plan_edit.plan_tasks, name="plan_tasks"),
    path("copy/", plan_edit.plan_copy, name="plan_copy"),
    path("hand-over/", plan_edit.plan_hand_over, name="plan_hand_over"),
    path("add/<slug:kind>/", plan_edit.plan_add, name="plan_add"),
    path("remove/<slug:kind>/<uuid:row>/", plan_edit.plan_remove, name="plan_remove"),
    path("restore/<slug:kind>/<uuid:row>/", plan_edit.plan_restore, name="plan_restore"),
    path("steps/<uuid:row>/move/", plan_edit.plan_move_step, name="plan_move_step"),
    path("steps/<uuid:row>/bank/", plan_edit.plan_bank, name="plan_bank"),
    path("self-check/", plan_reflect.plan_self_check, name="plan_self_check"),
    path("sign/", plan_sign.plan_sign, name="plan_sign"),
    path("complete/", plan_sign.plan_complete, name="plan_complete"),
    path("show/", plan_sign.plan_show_principal, name="plan_show_principal"),
    path("response/", plan_reflect.plan_answer, name="plan_answer"),
    path("ask/", plan_reflect.plan_ask_reflection, name="plan_ask_reflection"),
    path("reflections/", plan_reflect.plan_reflect, name="plan_reflect"),
    path("reflections/save/", plan_reflect.plan_save_reflection, name="plan_save_reflection"),
    path(
        "reflections/<uuid:reflection>/unshare/",
        plan_reflect.plan_unshare_reflection,
        name="plan_unshare_reflection",
    ),
    path(
        "reflections/<uuid:reflection>/record/",
        plan_reflect.plan_record_reflection,
        name="plan_record_reflection",
    ),
]
feedback_urls = [
    path("", feedback.feedback_detail, name="feedback_detail"),
    path("check/", feedback.feedback_check, name="feedback_check"),
    path("share/", feedback.feedback_share, name="feedback_share"),
    path("take-back/", feedback.feedback_take_back, name="feedback_take_back"),
    path("reply/", feedback.feedback_reply, name="feedback_reply"),
    path("versions/", feedback.feedback_versions, name="feedback_versions"),
]
step_urls = [
    path("", step.step_detail, name="step_detail"),
    path("edit/", step.step_edit, name="step_edit"),
    path("mark/<slug:status>/", step.step_mark, name="step_mark"),
    path("reflection/", step.step_reflect, name="step_reflect"),
    path("reflection/save/", step.step_reflection_save, name="step_reflection_save"),
    path("reflection/unshare/", step.step_reflection_unshare, name="step_reflection_unshare"),
]
rubric_urls = [
    path("", rubric.rubric, name="rubric"),
    path("indicators/<uuid:pk>/", rubric.indicator_edit, name="indicator_edit"),
    path("indicators/<uuid:pk>/look-fors/new/", rubric.look_for_add, name="look_for_add"),
    path("look-fors/<uuid:pk>/", rubric.look_for_edit, name="look_for_edit"),
    path("look-fors/<uuid:pk>/end/", rubric.look_for_end, name="look_for_end"),
    path("look-fors/<uuid:pk>/offer/", rubric.look_for_offer, name="look_for_offer"),
]
walkthrough_form_urls = [
    path("", walkthrough_form.walkthrough_form_list, name="walkthrough_form_list"),
    path("new/", walkthrough_form.walkthrough_form_add, name="walkthrough_form_add"),
    path(
        "<uuid:pk>/remove/",
        walkthrough_form.walkthrough_form_remove,
        name="walkthrough_form_remove",
    ),
]
visit_urls = [
    path("", visit.visit_detail, name="visit_detail"),
    path("begin/", visit.visit_begin, name="visit_begin"),
    path("plan/", visit.visit_replan, name="visit_replan"),
    path("not-held/", visit.visit_not_held, name="visit_not_held"),
    path("not-held/undo/", visit.visit_not_held_undo, name="visit_not_held_undo"),
    path("live/", visit.visit_live, name="visit_live"),
    path("end/", visit.visit_end, name="visit_end"),
    path("details/", visit.visit_edit, name="visit_edit"),
    path("review/", note.visit_review, name="visit_review"),
    path("notes/", note.note_add, name="note_add"),
    path("notes/tag/", note.note_tag, name="note_tag"),
    path("notes/<uuid:note>/restore/", note.note_restore, name="note_restore"),
]
note_urls = [
    path("edit/", note.note_edit, name="note_edit"),
    path("untag/", note.note_untag, name="note_untag"),
    path("leave-out/", note.note_leave_out, name="note_leave_out"),
    path("late/", note.note_late, name="note_late"),
    path("delete/", note.note_delete, name="note_delete"),
    path("settle/", note.note_settle, name="note_settle"),
]
urlpatterns = [
    path("visits/", visit.visit_list, name="visit_list"),
    path("visits/start/", visit.visit_start, name="visit_start"),
    path("visits/plan/", visit.visit_plan, name="visit_plan"),
    path("visits/<uuid:pk>/", include(visit_urls)),
    path("notes/<uuid:pk>/", include(note_urls)),
    path("rubric/", include(rubric_urls)),
    path("walkthrough-forms/", include(walkthrough_form_urls)),
    path("api/v1/", include(api.urlpatterns())),
    path("plans/", plan.plan_list, name="plan_list"),
    path("plans/start/", plan.plan_start, name="plan_start"),
    path("plans/<uuid:pk>/", include(plan_urls)),
    path("caseload/", caseload.caseload, name="caseload"),
    path("teachers/<uuid:pk>/", teacher.teacher_detail, name="teacher_detail"),
    path("teachers/<uuid:pk>/change/", change.teacher_change, name="teacher_change"),
    path("teachers/<uuid:pk>/steps/new/", step.step_add, name="step_add"),
    path("my-coaching/", mine.my_coaching, name="my_coaching"),
    path("my-coaching/history/", mine.my_history, name="my_history"),
    path("my-coaching/change/", change.my_change, name="my_change"),
    path("visits/<uuid:pk>/marks/", mine.visit_marks, name="visit_marks"),
    path("visits/<uuid:pk>/feedback/", feedback.feedback_edit, name="feedback_edit"),
    path("visits/<uuid:pk>/feedback/save/", feedback.feedback_save, name="feedback_save"),
    path("visits/<uuid:pk>/feedback/quotes/", feedback.feedback_quote, name="feedback_quote"),
    path("feedback/<uuid:pk>/", include(feedback_urls)),
    path("steps/<uuid:pk>/", include(step_urls)),
]
