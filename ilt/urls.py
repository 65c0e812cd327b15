app_name = "ilt"
urlpatterns = []
