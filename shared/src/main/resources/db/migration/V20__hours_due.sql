-- Whoever adds up hours himself has to know which of them are behind their minutes.

create view v_service_hours_due as
select tenant, backend, service, window_start, marked_at
from service_hour_due;
comment on view v_service_hours_due is
    'Hours of v_service_hours, and so days of v_service_days, whose minutes changed since they were added up';
comment on column v_service_hours_due.marked_at is 'When its minutes changed';
