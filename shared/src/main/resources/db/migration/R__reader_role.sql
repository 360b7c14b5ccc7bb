-- Run at every migration, ${flyway:timestamp}, for new views to be seen too.
-- A role for dashboards that may read the views and nothing else: grant it to whom should see them. Where this user may
-- not create roles, an administrator can create it beforehand; without it everything else works.
do $$
declare
    view_name text;
begin
    if not exists (select from pg_roles where rolname = 'lokitempo_reader') then
        create role lokitempo_reader nologin;
    end if;
    execute format('grant usage on schema %I to lokitempo_reader', current_schema());
    for view_name in
        select c.relname from pg_class c
        where c.relkind = 'v' and c.relnamespace = current_schema()::regnamespace and c.relname like 'v\_%'
    loop
        execute format('grant select on %I to lokitempo_reader', view_name);
    end loop;
exception
    when insufficient_privilege or duplicate_object or unique_violation then
        raise notice 'role lokitempo_reader is not set up: %', sqlerrm;
end
$$;
