-- History that is still to be read: a source that is far behind gets its newest windows first, so that analyzed_through
-- alone would hide what lies unread before it.

alter table watermark add column begun_at timestamptz;

create function lokitempo_ranges(windows jsonb) returns tstzmultirange
language sql stable as
$$
    select coalesce(range_agg(tstzrange((w ->> 'start')::timestamptz, (w ->> 'end')::timestamptz)), '{}'::tstzmultirange)
    from jsonb_array_elements(windows) w
$$;

create or replace view v_coverage as
select tenant, backend, kind, name as source, analyzed_through, lag_seconds, updated_at,
       extract(epoch from now() - analyzed_through) as behind_seconds, read, gaps, begun_at,
       case when begun_at < analyzed_through then (
           select coalesce(sum(extract(epoch from upper(hole) - lower(hole))), 0)
           from unnest(tstzmultirange(tstzrange(begun_at, analyzed_through))
                       - lokitempo_ranges(read)
                       - lokitempo_ranges(jsonb_path_query_array(gaps, '$[*].window'))) as hole
       ) end as unread_seconds
from watermark;
comment on column v_coverage.begun_at is 'Where the source was begun; what is older was never looked at';
comment on column v_coverage.unread_seconds is
    'How much between begun_at and analyzed_through is still to be read, neither read nor given up as a gap';
