#!/bin/sh
# Makes the secrets of ops/secure.yml and hands each to whom it is for; runs in containers of it, as root.
#   certificates    the authority and the broker's certificate, with the broker's settings beside it
#   topics          the topics, users and rights, and each user's password
#   show USER       what a client on this machine needs: the authority's certificate and the user's password
set -eu
broker=1000 # `appuser` of the image apache/kafka
service=10001
here=$(dirname "$0")

# Owner last: whoever may only give files away cannot change them afterwards. 0600: the image copies its settings with their
# mode, and adds to them.
hand() {
    rm -f "$3"
    install -m 0600 "$2" "$3"
    chown "$1:$1" "$3"
}

case ${1:-} in
certificates)
    sh "$here/certificates.sh" /authority
    cat "$here/server.properties" "$here/secure.properties" > /tmp/server.properties
    for file in /tmp/server.properties /authority/broker.pem /authority/ca.pem; do
        hand $broker "$file" "/broker/${file##*/}"
    done
    ;;
topics)
    tallywire topics
    tallywire access /authority/passwords
    for folder in /secrets/*; do
        hand $service "/authority/passwords/${folder##*/}" "$folder/password"
        hand $service /authority/ca.pem "$folder/ca.pem"
    done
    ;;
show)
    cat /authority/ca.pem "/authority/passwords/$2"
    ;;
*)
    sed -n '2,5s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
