-- The dashboards' contract: columns are only ever added. Times are UTC instants, durations milliseconds.

create view v_services as
select tenant, backend, name as service, first_seen, last_log, last_span,
       greatest(last_log, last_span) as last_seen
from service;
comment on view v_services is 'One row a service that ever had a log line or a span';
comment on column v_services.last_log is 'End of the newest closed window with a log line';
comment on column v_services.last_span is 'End of the newest closed window with a request span';

create view v_log_patterns as
select p.tenant, p.backend, p.id as pattern_id, p.service, p.template, p.level, p.sample, p.first_seen, p.successor
from log_pattern p;
comment on view v_log_patterns is 'One row a log template; successor is the more general template that took its place';

create view v_log_windows as
select tenant, backend, service, window_start, window_end, total as lines, other,
       coalesce((levels ->> 'ERROR')::bigint, 0) + coalesce((levels ->> 'FATAL')::bigint, 0) as error_lines,
       coalesce((levels ->> 'WARN')::bigint, 0) as warn_lines,
       levels, sampling, revision
from log_window;
comment on view v_log_windows is 'Lines of a service in a closed window; zero where the service was silent';
comment on column v_log_windows.other is 'Lines that no template holds because a bound was reached';

create view v_pattern_counts as
select c.tenant, c.backend, c.service, c.window_start, c.pattern_id, c.count, c.level, p.template, c.traces
from pattern_count c
left join log_pattern p on p.tenant = c.tenant and p.backend = c.backend and p.id = c.pattern_id;
comment on view v_pattern_counts is
    'Lines of a pattern in a closed window; over a service and window they and v_log_windows.other sum to v_log_windows.lines';

create view v_service_windows as
select tenant, backend, service, operation, kind, version, window_start, window_end, requests, errors,
       case when requests > 0 then errors::double precision / requests end as error_rate,
       requests / extract(epoch from window_end - window_start)::double precision as requests_per_second,
       p50_nanos / 1e6 as p50_ms, p95_nanos / 1e6 as p95_ms, p99_nanos / 1e6 as p99_ms, max_nanos / 1e6 as max_ms,
       case when requests > 0 then sum_nanos / 1e6 / requests end as mean_ms,
       case when requests > 0 then self_nanos / 1e6 / requests end as mean_self_ms,
       latency, exemplars, sampling, revision
from service_window;
comment on view v_service_windows is 'Requests (SERVER and CONSUMER spans) of an operation in a closed window';
comment on column v_service_windows.latency is 'Encoded DDSketch, relative error 1%; percentiles of different rows must not be averaged';

create view v_service_edges as
select tenant, backend, caller, callee, window_start, window_end, calls, errors,
       case when calls > 0 then errors::double precision / calls end as error_rate,
       p50_nanos / 1e6 as p50_ms, p95_nanos / 1e6 as p95_ms, p99_nanos / 1e6 as p99_ms, max_nanos / 1e6 as max_ms,
       latency, sampling, revision
from service_edge;
comment on view v_service_edges is 'Calls from one service to another in a closed window; caller unknown where its span was not found';

create view v_anomalies as
select tenant, backend, id as anomaly_id, service, operation, kind, pattern_id, state, severity, onset, last_seen,
       resolved_at, measure, expected_low, expected_typical, expected_high, observed, score, reason, evidence, revision
from anomaly;
comment on view v_anomalies is 'One row an anomaly, its newest state';
comment on column v_anomalies.score is 'Surprise: -log10 of the p-value, 0 to 300';

create view v_incidents as
select tenant, backend, id as incident_id, state, severity, title, onset, last_seen, resolved_at, anomalies, services,
       suspects, merged_into, revision
from incident;
comment on view v_incidents is 'One row an incident, its newest state';

create view v_coverage as
select tenant, backend, kind, name as source, analyzed_through, lag_seconds, updated_at,
       extract(epoch from now() - analyzed_through) as behind_seconds, read, gaps
from watermark;
comment on view v_coverage is 'How far each source was read, and what could not be';
