from ilt import stage_urls, work_urls
from ilt.long_range_urls import urlpatterns as long_range_urls

app_name = "ilt"
urlpatterns = [*long_range_urls, *work_urls.urlpatterns, *stage_urls.urlpatterns]
