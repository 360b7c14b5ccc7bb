-- Hours are added up from now on: those of minutes that are there already, too.

create index service_hour_due_marked on service_hour_due (marked_at);

insert into service_hour_due (tenant, backend, service, window_start)
select distinct tenant, backend, service, date_trunc('hour', window_start, 'UTC')
from service_window
on conflict do nothing;

comment on view v_service_days is 'v_service_hours added up by day of UTC; kept as long as the hours';
