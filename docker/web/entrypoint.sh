#!/bin/sh
# Brings the database up to date, then becomes the server. Any argument is run in its place: `... run web python manage.py shell`.
set -eu

if [ $# -gt 0 ]; then exec "$@"; fi
python manage.py migrate --no-input --verbosity 1
python manage.py load_territory
exec gunicorn --config bin/lib/gunicorn.conf.py --bind 0.0.0.0:8000
