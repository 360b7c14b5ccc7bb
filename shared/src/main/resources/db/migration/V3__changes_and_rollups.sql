-- Changes, muted anomalies, and requests by hour and by day, which are kept longer than the minutes they are made of.

create table change (
    tenant  text        not null,
    backend text        not null,
    id      text        not null,
    service text        not null,
    kind    text        not null,
    text    text        not null,
    at      timestamptz not null,
    primary key (tenant, backend, id)
);
create index change_at on change (tenant, backend, at);

create view v_changes as
select tenant, backend, id as change_id, service, kind, text, at
from change;
comment on view v_changes is
    'One row a change: first sight of a version, an operation or a callee; a deployment or restart told by a log';
comment on column v_changes.at is 'Start of the window in which it was first seen';

alter table anomaly add column muted boolean not null default false;

create or replace view v_anomalies as
select tenant, backend, id as anomaly_id, service, operation, kind, pattern_id, state, severity, onset, last_seen,
       resolved_at, measure, expected_low, expected_typical, expected_high, observed, score, reason, evidence, revision,
       muted
from anomaly;
comment on column v_anomalies.muted is 'A setting asks not to be told of it: kept, but in no incident';

create table service_hour (
    tenant       text        not null,
    backend      text        not null,
    service      text        not null,
    operation    text        not null,
    kind         text        not null,
    version      text        not null,
    window_start timestamptz not null,
    windows      int         not null,
    requests     bigint      not null,
    errors       bigint      not null,
    latency      bytea       not null,
    p50_nanos    bigint      not null,
    p95_nanos    bigint      not null,
    p99_nanos    bigint      not null,
    max_nanos    bigint      not null,
    sum_nanos    bigint      not null,
    self_nanos   bigint      not null,
    exemplars    jsonb       not null,
    sampling     text        not null,
    primary key (tenant, backend, service, window_start, operation, kind, version)
);
create index service_hour_start on service_hour (window_start);
create table service_day (like service_hour including all);

-- Hours whose minutes changed since they were last added up. A writer of minutes locks its rows here until it commits, so
-- that no hour is added up without them and then forgotten.
create table service_hour_due (
    tenant       text        not null,
    backend      text        not null,
    service      text        not null,
    window_start timestamptz not null,
    marked_at    timestamptz not null default now(),
    primary key (tenant, backend, service, window_start)
);

create view v_service_hours as
select tenant, backend, service, operation, kind, version, window_start,
       window_start + interval '1 hour' as window_end, windows, requests, errors,
       case when requests > 0 then errors::double precision / requests end as error_rate,
       p50_nanos / 1e6 as p50_ms, p95_nanos / 1e6 as p95_ms, p99_nanos / 1e6 as p99_ms, max_nanos / 1e6 as max_ms,
       case when requests > 0 then sum_nanos / 1e6 / requests end as mean_ms,
       case when requests > 0 then self_nanos / 1e6 / requests end as mean_self_ms,
       latency, exemplars, sampling
from service_hour;
comment on view v_service_hours is
    'v_service_windows added up by hour of UTC, sketches merged without loss; a minute or two behind';
comment on column v_service_hours.windows is 'How many closed windows with requests are in it';

create view v_service_days as
select tenant, backend, service, operation, kind, version, window_start,
       window_start + interval '1 day' as window_end, windows, requests, errors,
       case when requests > 0 then errors::double precision / requests end as error_rate,
       p50_nanos / 1e6 as p50_ms, p95_nanos / 1e6 as p95_ms, p99_nanos / 1e6 as p99_ms, max_nanos / 1e6 as max_ms,
       case when requests > 0 then sum_nanos / 1e6 / requests end as mean_ms,
       case when requests > 0 then self_nanos / 1e6 / requests end as mean_self_ms,
       latency, exemplars, sampling
from service_day;
comment on view v_service_days is 'v_service_hours added up by day of UTC';
