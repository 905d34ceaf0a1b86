#!/bin/sh
# Makes the certificates of the tests with OpenSSL, for a hundred years. They protect nothing: their keys are public.
set -eu
cd "$(dirname "$0")"

authority() { # name
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj "/CN=$1" \
    -keyout "$1.key" -out "$1.crt" -addext 'keyUsage=critical,keyCertSign,cRLSign'
}

signed() { # name authority extensions
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
  printf '%s\n' "$3" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.key" -CAcreateserial -days 36500 -extfile "$1.ext" -out "$1.crt"
  rm "$1.csr" "$1.ext"
}

authority authority
authority stranger
signed server authority 'subjectAltName=DNS:localhost,IP:127.0.0.1'
signed server-next authority 'subjectAltName=DNS:localhost,IP:127.0.0.1'
signed web authority 'subjectAltName=URI:spiffe://example/web,DNS:web.example
extendedKeyUsage=clientAuth'
signed ops authority 'extendedKeyUsage=clientAuth'
signed intruder stranger 'extendedKeyUsage=clientAuth'
openssl ec -in server.key -aes256 -passout pass:secret -out server-locked.key
rm -f *.srl authority.key stranger.key
