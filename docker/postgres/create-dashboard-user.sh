#!/usr/bin/env bash
# Run by the image when the database is new: a user who may read the views and nothing else. The analyzer grants the
# role what it may read when it makes the views.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --set=password="$DASHBOARD_PASSWORD" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role lokitempo_reader nologin;
create role dashboard login password :'password' in role lokitempo_reader;
SQL
