#!/bin/bash
# Healthy means that the process answers on its metrics port, which JobManagers and TaskManagers have alike. Bash alone, so
# that the image needs no curl. FATHOM_HEALTH_PORT: another port than Flink's default for the Prometheus reporter.
port=${FATHOM_HEALTH_PORT:-9249}
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 4 status <&3
case $status in
    "HTTP/1."[01]" 200"*) exit 0 ;;
    *)
        echo "port $port answered '$status'" >&2
        exit 1
        ;;
esac
