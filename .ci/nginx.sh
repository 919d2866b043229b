#!/usr/bin/env bash
# nginx.sh HOST:PORT: the page behind nginx, by the files of docs/nginx, before the sandbox. Replaced
# in them is what they tell to replace; the login is a cookie of its own making.
source "$(dirname "$0")/env.sh"
listen=$1 path=/tools/clocked/
command -v nginx >/dev/null || die "nginx is missing (Debian: apt-get install nginx)"
directory=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$directory"' EXIT
trap exit INT TERM

cargo build -q -p sandbox
mkfifo "$directory/address"
cargo run -q -p sandbox -- --listen 127.0.0.1:0 --dist dist --demo >"$directory/address" &
read -r gateway <"$directory/address" || die "the sandbox does not start, see above"

# fill FILE: one of docs/nginx with this machine's names
fill() {
  sed -e "s#https://ops.example.com#http://$listen#g" -e "s#https://bkapi.example.com#${gateway%/}#g" \
    -e "s#/srv/clocked/#$PWD/dist/#g" -e "s#/etc/nginx/clocked/#$directory/#g" \
    -e "s#/var/log/nginx/#$directory/#g" -e "s#/var/lib/nginx/#$directory/#g" -e "s#127.0.0.1:8999#unix:$directory/clicks#" \
    -e 's/"clocked"/"app_test"/' -e 's/00000000-0000-0000-0000-000000000000/secret_test/' "docs/nginx/$1" >"$directory/$1"
}
fill clocked.conf
fill credentials.conf
cat >"$directory/listen.conf" <<END
listen $listen;
add_header Set-Cookie "bk_token=token-alice; Path=/; HttpOnly; SameSite=Lax";
END
cat >"$directory/nginx.conf" <<END
$([ "$(id -u)" != 0 ] || echo 'user root;')
daemon off;
pid $directory/pid;
error_log stderr;
events {}
http {
$(for name in client_body proxy fastcgi uwsgi scgi; do echo "${name}_temp_path $directory/$name;"; done)
include /etc/nginx/mime.types;
include $directory/clocked.conf;
}
END
say "http://$listen$path"
# In the background, so that a signal to this script ends all of it at once.
nginx -p "$directory" -c "$directory/nginx.conf" -e stderr &
wait $!
