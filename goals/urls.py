from django.urls import path

from goals.views import data_set, goal, goal_write, ground, parts

app_name = "goals"
urlpatterns = [
    path("goals/", goal.goal_list, name="goal_list"),
    path("goals/serving-none/", goal.orphan_list, name="orphan_list"),
    path("goals/new/", goal_write.goal_add, name="goal_add"),
    path("goals/new/<slug:level>/", goal_write.goal_add_level, name="goal_add_level"),
    path("goals/<uuid:pk>/", goal.goal_detail, name="goal_detail"),
    path("goals/<uuid:pk>/edit/", goal_write.goal_edit, name="goal_edit"),
    path("goals/<uuid:pk>/serves/", goal_write.goal_parent, name="goal_parent"),
    path("goals/<uuid:pk>/smart/", goal_write.goal_smart, name="goal_smart"),
    path("goals/<uuid:pk>/resources/", goal_write.goal_resources, name="goal_resources"),
    path("goals/<uuid:pk>/begin/", goal_write.goal_activate, name="goal_activate"),
    path("goals/<uuid:pk>/end/", goal_write.goal_end, name="goal_end"),
    path("goals/<uuid:pk>/reopen/", goal_write.goal_reopen, name="goal_reopen"),
    path("goals/<uuid:pk>/numbers/new/", parts.measurement_add, name="measurement_add"),
    path("goals/<uuid:pk>/checkpoints/new/", parts.checkpoint_add, name="checkpoint_add"),
    path("goals/<uuid:pk>/reviews/new/", parts.review_add, name="review_add"),
    path("goals/<uuid:pk>/steps/new/", parts.school_steps_add, name="school_steps_add"),
    path("goals/numbers/<uuid:pk>/remove/", parts.measurement_remove, name="measurement_remove"),
    path("goals/numbers/<uuid:pk>/restore/", parts.measurement_restore, name="measurement_restore"),
    path("goals/checkpoints/<uuid:pk>/remove/", parts.checkpoint_remove, name="checkpoint_remove"),
    path(
        "goals/checkpoints/<uuid:pk>/restore/", parts.checkpoint_restore, name="checkpoint_restore"
    ),
    path("goals/steps/<uuid:pk>/edit/", parts.school_step_edit, name="school_step_edit"),
    path("goals/steps/<uuid:pk>/remove/", parts.school_step_remove, name="school_step_remove"),
    path("goals/steps/<uuid:pk>/restore/", parts.school_step_restore, name="school_step_restore"),
    path("needs/", ground.need_list, name="need_list"),
    path("needs/new/", ground.need_add, name="need_add"),
    path("needs/<uuid:pk>/", ground.need_detail, name="need_detail"),
    path("needs/<uuid:pk>/edit/", ground.need_edit, name="need_edit"),
    path("needs/<uuid:pk>/end/", ground.need_end, name="need_end"),
    path("needs/<uuid:pk>/reopen/", ground.need_reopen, name="need_reopen"),
    path("data-sets/", data_set.data_set_list, name="data_set_list"),
    path("data-sets/new/", data_set.data_set_add, name="data_set_add"),
    path("data-sets/<uuid:pk>/", data_set.data_set_detail, name="data_set_detail"),
    path("data-sets/<uuid:pk>/remove/", data_set.data_set_remove, name="data_set_remove"),
    path("data-sets/<uuid:pk>/restore/", data_set.data_set_restore, name="data_set_restore"),
    path("source-plans/", ground.source_plan_list, name="source_plan_list"),
    path("source-plans/new/", ground.source_plan_add, name="source_plan_add"),
    path("source-plans/<uuid:pk>/edit/", ground.source_plan_edit, name="source_plan_edit"),
    path("source-plans/<uuid:pk>/end/", ground.source_plan_end, name="source_plan_end"),
    path("source-plans/<uuid:pk>/reopen/", ground.source_plan_reopen, name="source_plan_reopen"),
]
