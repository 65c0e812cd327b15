from django.urls import path

from meetings.views import (
    agenda,
    assignment,
    guiding,
    meeting,
    network,
    notes,
    prework,
    quality,
    school,
    team,
)

app_name = "meetings"
urlpatterns = [
    path("teams/", team.team_list, name="team_list"),
    path("teams/new/", team.team_add, name="team_add"),
    path("teams/<uuid:pk>/", team.team_detail, name="team_detail"),
    path("teams/<uuid:pk>/launch/", guiding.launch, name="launch"),
    path("teams/<uuid:pk>/launch/<slug:key>/", guiding.launch_sheet, name="launch_sheet"),
    path("teams/<uuid:pk>/launch/<slug:key>/save/", guiding.launch_save, name="launch_save"),
    path("teams/<uuid:pk>/edit/", team.team_edit, name="team_edit"),
    path("teams/<uuid:pk>/end/", team.team_end, name="team_end"),
    path("teams/<uuid:pk>/restore/", team.team_restore, name="team_restore"),
    path("teams/<uuid:pk>/key-messages/", network.key_message_list, name="key_messages"),
    path("teams/<uuid:pk>/members/new/", team.member_add, name="member_add"),
    path("teams/<uuid:pk>/series/", team.series_plan, name="series_plan"),
    path("teams/<uuid:pk>/meetings/new/", agenda.meeting_add, name="meeting_add"),
    path("teams/members/<uuid:pk>/edit/", team.member_edit, name="member_edit"),
    path("teams/members/<uuid:pk>/end/", team.member_end, name="member_end"),
    path("teams/assignments/", assignment.my_assignments, name="my_assignments"),
    path("teams/school-assignments/", school.school_assignments, name="school_assignments"),
    path("meetings/<uuid:pk>/", meeting.meeting_detail, name="meeting_detail"),
    path("meetings/<uuid:pk>/parts/", notes.meeting_parts, name="meeting_parts"),
    path("meetings/<uuid:pk>/agenda/", agenda.agenda_edit, name="agenda_edit"),
    path("meetings/<uuid:pk>/agenda/paste/", agenda.agenda_paste, name="agenda_paste"),
    path("meetings/<uuid:pk>/agenda/use/", meeting.agenda_use, name="agenda_use"),
    path("meetings/<uuid:pk>/attendance/", meeting.attendance, name="attendance"),
    path("meetings/<uuid:pk>/prework/", prework.prework, name="prework"),
    path("meetings/<uuid:pk>/guests/new/", agenda.guest_add, name="guest_add"),
    path("meetings/guests/<uuid:pk>/remove/", agenda.guest_remove, name="guest_remove"),
    path("meetings/<uuid:pk>/hold/", meeting.meeting_hold, name="meeting_hold"),
    path("meetings/<uuid:pk>/cancel/", meeting.meeting_cancel, name="meeting_cancel"),
    path("meetings/<uuid:pk>/reopen/", meeting.meeting_reopen, name="meeting_reopen"),
    path("meetings/<uuid:pk>/project/", meeting.meeting_project, name="meeting_project"),
    path("meetings/<uuid:pk>/quality/new/", quality.quality_add, name="quality_add"),
    path("meetings/<uuid:pk>/assignments/new/", assignment.assignment_add, name="assignment_add"),
    path(
        "meetings/assignments/<uuid:pk>/edit/", assignment.assignment_edit, name="assignment_edit"
    ),
    path(
        "meetings/assignments/<uuid:pk>/remove/",
        assignment.assignment_remove,
        name="assignment_remove",
    ),
    path(
        "meetings/assignments/<uuid:pk>/restore/",
        assignment.assignment_restore,
        name="assignment_restore",
    ),
    path(
        "meetings/assignments/<uuid:pk>/report/",
        assignment.assignment_report,
        name="assignment_report",
    ),
    path("meetings/parts/<uuid:pk>/notes/", notes.section_notes, name="section_notes"),
    path("meetings/parts/<uuid:pk>/notes/save/", notes.section_save, name="section_save"),
    path(
        "meetings/parts/<uuid:pk>/notes/earlier/", notes.section_revisions, name="section_revisions"
    ),
    path("meetings/parts/<uuid:pk>/hold/", notes.section_hold, name="section_hold"),
    path("meetings/parts/<uuid:pk>/leave/", notes.section_leave, name="section_leave"),
]
