#!/bin/sh
# Writes what depends on the machine (who serves the site, whether there is a certificate), then becomes nginx.
set -eu

: "${WEB:?must be set: the machines that serve the site, such as web1:8000 web2:8000}"
tls=${TLS_FOLDER:-/tls} given=/tmp/front
mkdir -p "$given"

# A machine that does not answer is left out for two seconds; its questions go to the next.
servers() { for one in $WEB; do echo "server $one max_fails=2 fail_timeout=2s;"; done; }

listen() {
    if [ -r "$tls/cert.pem" ] && [ -r "$tls/key.pem" ]; then
        echo "listen 8443 ssl http2; ssl_certificate $tls/cert.pem; ssl_certificate_key $tls/key.pem;"
    fi
    echo "listen 8080;"
}

servers >"$given/web.conf"
listen >"$given/listen.conf"
exec nginx -c /etc/front/nginx.conf -g "daemon off;"
