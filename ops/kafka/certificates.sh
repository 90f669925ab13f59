#!/bin/sh
# Certificates for a broker of one's own: an authority, the broker's, and the administrator's. What is there is kept.
#   ops/kafka/certificates.sh FOLDER [NAME ...]     the broker's host names besides localhost, 127.0.0.1 and broker
# FOLDER/ca.pem goes to every client, broker.pem to the broker, admin.pem to nobody else; ca.key can be put away.
set -eu
[ $# -gt 0 ] || { sed -n '2,4s/^# *//p' "$0" >&2; exit 2; }
folder=$1
shift
days=825
mkdir -p "$folder"
chmod 700 "$folder"
umask 077
cd "$folder"

new_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null ||
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

# NAME, and what else its certificate says; its key and its certificate are one file, as Kafka and Python take them.
sign() {
    name=$1
    [ ! -s "$name.pem" ] || return 0
    new_key "$name.key"
    printf '%s\n' "basicConstraints=CA:FALSE" "keyUsage=digitalSignature" "subjectKeyIdentifier=hash" \
        "authorityKeyIdentifier=keyid" "$2" > "$name.ext"
    openssl req -new -key "$name.key" -subj "/CN=$name" -out "$name.csr"
    openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days $days -sha256 \
        -extfile "$name.ext" -out "$name.crt" 2>/dev/null
    cat "$name.key" "$name.crt" ca.pem > "$name.pem"
    rm -f "$name.key" "$name.csr" "$name.crt" "$name.ext"
}

if [ ! -s ca.pem ]; then
    new_key ca.key
    openssl req -x509 -new -key ca.key -subj "/CN=tallywire" -days $days -sha256 -out ca.pem \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
fi
names=DNS:localhost,IP:127.0.0.1,DNS:broker
for name; do names=$names,DNS:$name; done
sign broker "extendedKeyUsage=serverAuth,clientAuth
subjectAltName=$names"
sign admin "extendedKeyUsage=clientAuth"
chmod 644 ca.pem
