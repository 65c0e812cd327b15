from ilt import work_urls

app_name = "ilt"
urlpatterns = [*work_urls.urlpatterns]
