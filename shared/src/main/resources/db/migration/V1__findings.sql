-- What the analyzer found out. The analyzer owns and migrates this schema; the MCP service and dashboards read it.
-- Tables are an implementation detail; the views v_* (V2) are the contract.
--
-- Every row belongs to a scope: a tenant of one pair of backends, so that another LOKI_URL never meets old rows.
-- Facts (log_window, pattern_count, service_window, service_edge) are partitioned by day of window_start: the analyzer
-- creates partitions ahead and drops them at the end of retention. Writers replace a window whole, and only by a higher
-- revision.

create table service (
    tenant     text        not null,
    backend    text        not null,
    name       text        not null,
    first_seen timestamptz not null,
    last_log   timestamptz,
    last_span  timestamptz,
    primary key (tenant, backend, name)
);

create table log_pattern (
    tenant     text        not null,
    backend    text        not null,
    id         text        not null,
    service    text        not null,
    template   text        not null,
    level      text        not null,
    sample     text        not null,
    first_seen timestamptz not null,
    successor  text,
    primary key (tenant, backend, id)
);
create index log_pattern_service on log_pattern (tenant, backend, service);

create table log_window (
    tenant       text        not null,
    backend      text        not null,
    service      text        not null,
    window_start timestamptz not null,
    window_end   timestamptz not null,
    revision     int         not null,
    total        bigint      not null,
    other        bigint      not null,
    levels       jsonb       not null,
    sampling     text        not null,
    primary key (tenant, backend, service, window_start)
) partition by range (window_start);

create table pattern_count (
    tenant       text        not null,
    backend      text        not null,
    service      text        not null,
    window_start timestamptz not null,
    pattern_id   text        not null,
    count        bigint      not null,
    level        text        not null,
    traces       text[]      not null,
    primary key (tenant, backend, service, window_start, pattern_id)
) partition by range (window_start);
create index pattern_count_pattern on pattern_count (tenant, backend, pattern_id, window_start);

create table service_window (
    tenant        text        not null,
    backend       text        not null,
    service       text        not null,
    operation     text        not null,
    kind          text        not null,
    version       text        not null,
    window_start  timestamptz not null,
    window_end    timestamptz not null,
    revision      int         not null,
    requests      bigint      not null,
    errors        bigint      not null,
    latency       bytea       not null,
    p50_nanos     bigint      not null,
    p95_nanos     bigint      not null,
    p99_nanos     bigint      not null,
    max_nanos     bigint      not null,
    sum_nanos     bigint      not null,
    self_nanos    bigint      not null,
    exemplars     jsonb       not null,
    sampling      text        not null,
    primary key (tenant, backend, service, window_start, operation, kind, version)
) partition by range (window_start);

create table service_edge (
    tenant       text        not null,
    backend      text        not null,
    caller       text        not null,
    callee       text        not null,
    window_start timestamptz not null,
    window_end   timestamptz not null,
    revision     int         not null,
    calls        bigint      not null,
    errors       bigint      not null,
    latency      bytea       not null,
    p50_nanos    bigint      not null,
    p95_nanos    bigint      not null,
    p99_nanos    bigint      not null,
    max_nanos    bigint      not null,
    sampling     text        not null,
    primary key (tenant, backend, callee, window_start, caller)
) partition by range (window_start);
create index service_edge_caller on service_edge (tenant, backend, caller, window_start);

create table anomaly (
    tenant           text             not null,
    backend          text             not null,
    id               text             not null,
    revision         int              not null,
    service          text             not null,
    operation        text             not null,
    kind             text             not null,
    pattern_id       text,
    state            text             not null,
    severity         text             not null,
    onset            timestamptz      not null,
    last_seen        timestamptz      not null,
    resolved_at      timestamptz,
    measure          text             not null,
    expected_low     double precision not null,
    expected_typical double precision not null,
    expected_high    double precision not null,
    observed         double precision not null,
    score            double precision not null,
    reason           text             not null,
    evidence         jsonb            not null,
    primary key (tenant, backend, id)
);
create index anomaly_onset on anomaly (tenant, backend, onset);
create index anomaly_open on anomaly (tenant, backend, service) where state = 'OPEN';

create table incident (
    tenant      text        not null,
    backend     text        not null,
    id          text        not null,
    revision    int         not null,
    state       text        not null,
    severity    text        not null,
    title       text        not null,
    onset       timestamptz not null,
    last_seen   timestamptz not null,
    resolved_at timestamptz,
    anomalies   text[]      not null,
    services    text[]      not null,
    suspects    jsonb       not null,
    merged_into text,
    primary key (tenant, backend, id)
);
create index incident_onset on incident (tenant, backend, onset);

create table watermark (
    tenant           text        not null,
    backend          text        not null,
    kind             text        not null,
    name             text        not null,
    analyzed_through timestamptz not null,
    read             jsonb       not null,
    gaps             jsonb       not null,
    lag_seconds      int         not null,
    updated_at       timestamptz not null,
    primary key (tenant, backend, kind, name)
);

-- Written by the MCP service.
create table runtime_setting (
    name       text        primary key,
    value      text,
    changed_at timestamptz not null,
    changed_by text        not null
);

create table audit (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    client     text        not null,
    action     text        not null,
    detail     text        not null
);
