package io.lokitempo.mining;

import java.util.List;
import java.util.Random;

/** Values as software logs them, for {@link WrittenSystem}. */
final class WrittenValues {
    private static final List<String> USERS = List.of(
            "root",
            "admin",
            "oracle",
            "test",
            "guest",
            "postgres",
            "ubuntu",
            "user1",
            "mary",
            "jsmith",
            "ftpuser",
            "nagios",
            "git",
            "deploy",
            "webmaster",
            "info",
            "pi",
            "support",
            "anna",
            "peter",
            "zhang",
            "tomcat",
            "backup",
            "student",
            "nobody",
            "x.li",
            "john.doe",
            "svc-build",
            "bob",
            "alice");
    private static final List<String> HOSTS = List.of(
            "web-01", "db-3", "edge7", "ip-10-0-3-7", "worker-12", "mars", "build-a2", "cache-5", "node-9", "gw1");
    private static final List<String> DOMAINS = List.of(
            "example.com",
            "shop.example.org",
            "static.isp.example.net",
            "mail.corp.local",
            "cdn.example.io",
            "internal.example.kr");
    private static final List<String> WORDS = List.of(
            "alpha",
            "report",
            "orders",
            "gateway",
            "inventory",
            "billing",
            "session",
            "export",
            "metrics",
            "catalog",
            "runtime",
            "snapshot",
            "image",
            "search");
    private static final List<String> PATHS = List.of(
            "/var/lib/app/data",
            "/var/www/html",
            "/usr/bin/report.sh",
            "/etc/httpd/conf/workers2.properties",
            "/home/u/.cache/x",
            "/opt/app-2.1/lib",
            "/user/root/rand/_temporary/_task_200811092030_0001_m_000590_0/part",
            "/proc/1/status",
            "/tmp/a b",
            "C:\\Windows\\Temp\\x",
            "/mnt/hadoop/dfs/data/current/subdir15/blk");
    private static final List<String> CLASSES = List.of(
            "c.s.o.OrderService",
            "com.shop.cart.CartController",
            "o.s.b.w.embedded.tomcat.TomcatWebServer",
            "com.zaxxer.hikari.HikariDataSource",
            "o.a.c.c.C.[Tomcat].[localhost].[/]",
            "org.acme.Job");
    private static final List<String> THREADS = List.of(
            "main",
            "nio-8080-exec-1",
            "nio-8080-exec-9",
            "scheduling-1",
            "http-nio-8080-exec-3",
            "pool-2-thread-7",
            "kafka-producer-network-thread | producer-1",
            "Catalina-utility-2");
    private static final List<String> PROGRAMS =
            List.of("java", "httpd", "mysqld", "node", "python3", "chrome", "gunicorn", "php-fpm", "rsyslogd");
    private static final List<String> SERVICES = List.of(
            "cart",
            "checkout",
            "payment-api",
            "order-service",
            "frontend",
            "recommendation",
            "auth",
            "user-profile",
            "shop-web",
            "ledger");
    private static final List<String> TABLES =
            List.of("orders", "users", "line_items", "payments", "audit_log", "sessions", "stock");
    private static final List<String> UNITS = List.of(
            "nginx",
            "docker",
            "apt-daily",
            "snapd",
            "fwupd-refresh",
            "postgresql@14-main",
            "cloud-init",
            "ssh",
            "user@1000",
            "mysql");
    private static final List<String> UNIT_NAMES = List.of(
            "Daily apt download activities",
            "Docker Application Container Engine",
            "Network Time Synchronization",
            "OpenBSD Secure Shell server",
            "Rotate log files",
            "Flush Journal to Persistent Storage",
            "Cleanup of Temporary Directories",
            "PostgreSQL Cluster 14-main");
    private static final List<String> NM_STATES = List.of(
            "disconnected", "prepare", "config", "need-auth", "ip-config", "ip-check", "secondaries", "activated");
    private static final List<String> MONTHS = List.of("Jan", "Mar", "Jun", "Jul", "Aug", "Oct", "Dec");

    private final Random random;
    private String node = "";

    WrittenValues(Random random) {
        this.random = random;
    }

    /** One value of the kind. */
    String of(String kind) {
        if (kind.startsWith("enum:")) {
            return one(List.of(kind.substring(5).split("\\|")));
        }
        return switch (kind) {
            case "user" -> one(USERS);
            case "user2" -> one(USERS.subList(0, 2));
            case "user3" -> one(USERS.subList(2, 5));
            case "user4" -> one(USERS.subList(0, 6));
            case "host" -> one(HOSTS);
            case "host1" -> "combo1";
            case "host3" -> one(List.of("tadmin1", "badmin2", "cadmin1"));
            case "node" -> one(List.of("an", "bn", "cn", "dn")) + number(1, 900);
            case "fqdn" -> one(HOSTS) + "." + one(DOMAINS);
            case "fqdn1" -> "gate.corp.example.com";
            case "fqdn3" -> one(DOMAINS.subList(0, 3));
            case "ipname" -> random.nextInt(3) == 0 ? of("fqdn") : of("ip");
            case "domain" -> one(DOMAINS);
            case "ip" -> number(1, 223) + "." + number(0, 255) + "." + number(0, 255) + "." + number(1, 254);
            case "port" -> number(1024, 65_535);
            case "pid" -> number(100, 32_767);
            case "int" -> random.nextInt(4) == 0 ? number(0, 9) : number(0, 99_999);
            case "int2" -> (random.nextBoolean() ? "-" : "") + number(1, 99);
            case "int3" -> "%03d".formatted(random.nextInt(1_000));
            case "int6" -> "%06d".formatted(random.nextInt(1_000_000));
            case "small" -> number(0, 9);
            case "two" -> "%02d".formatted(random.nextInt(60));
            case "four" -> "%04d".formatted(random.nextInt(10_000));
            case "six" -> "%06d".formatted(random.nextInt(2_000));
            case "big" -> Long.toString(random.nextLong(1_000_000_000L));
            case "float", "float6" ->
                random.nextInt(1_000) + "." + "%03d".formatted(random.nextInt(1_000))
                        + (kind.length() > 5 ? "000" : "");
            case "epoch" -> number(1_131_000_000, 1_139_999_999);
            case "epoch13" -> number(1_445_000_000, 1_445_999_999) + "%03d".formatted(random.nextInt(1_000));
            case "uuid" -> hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12);
            case "guidn" -> hex(32);
            case "block" -> "blk_" + (random.nextBoolean() ? "-" : "") + random.nextLong(9_000_000_000_000_000_000L);
            case "blocks" -> many("block", " ");
            case "nodes" ->
                of("ip") + ":" + of("port") + (random.nextBoolean() ? "" : ", " + of("ip") + ":" + of("port"));
            case "mac" -> hex(2) + ":" + hex(2) + ":" + hex(2) + ":" + hex(2) + ":" + hex(2) + ":" + hex(2);
            case "path" -> one(PATHS.subList(0, 8)) + (random.nextBoolean() ? "" : "/" + one(WORDS) + number(0, 99));
            case "file" -> one(WORDS) + number(0, 99) + one(List.of(".csv", ".cpp", ".txt", ".gz"));
            case "gofile" -> one(List.of("main.go", "scheduler.go", "kubelet.go", "head.go", "pod_workers.go"));
            case "lib" -> one(List.of("libc-2.31.so", "libpthread.so.0", "libssl.so.1.1"));
            case "bytes" -> random.nextInt(4) == 0 ? number(0, 999) : number(0, 9_999_999);
            case "size" -> number(1, 900) + one(List.of("MB", " MB", "KiB", "GB", " GiB"));
            case "dur" ->
                one(List.of(
                        number(1, 900) + "ms",
                        random.nextInt(90) + "." + number(1, 99) + "s",
                        number(1, 900) + "µs",
                        number(1, 9) + "m" + number(1, 59) + "s",
                        random.nextInt(90) + "." + number(1, 99) + "ms"));
            case "lifetime" ->
                random.nextInt(3) == 0 ? "<1 sec" : "%02d:%02d".formatted(random.nextInt(60), random.nextInt(60));
            case "class" -> one(CLASSES);
            case "esclass" ->
                one(List.of("o.e.c.m.MetadataCreateIndexService", "o.e.n.Node", "o.e.c.r.a.AllocationService"));
            case "thread" -> one(THREADS);
            case "prog" -> one(PROGRAMS);
            case "exe" ->
                one(List.of("chrome.exe", "svchost.exe", "Dropbox.exe", "git-remote-https.exe", "WINWORD.EXE"))
                        + (random.nextInt(4) == 0 ? " *64" : "");
            case "svc" -> one(List.of("httpd", "crond", "cups", "ntpd", "portmap", "sendmail", "irqbalance"));
            case "svcname" -> one(SERVICES);
            case "topic" -> one(List.of("orders", "payments.v1", "cart-events", "logs-2026.11", "__transaction_state"));
            case "table" -> one(TABLES);
            case "col" -> one(List.of("email", "user_id", "name", "created_at", "token"));
            case "db" -> one(List.of("shop", "app", "billing"));
            case "binlog" -> "mysql-bin.%06d".formatted(random.nextInt(999));
            case "unit" -> one(UNITS);
            case "unitdesc" -> one(UNIT_NAMES);
            case "nmstate" -> one(NM_STATES);
            case "iface" -> one(List.of("eth0", "eth1", "ens5", "lo", "wlp3s0", "br0"));
            case "veth" -> "veth" + hex(7);
            case "ide" -> one(List.of("hda", "hdb", "hdc"));
            case "sd" -> one(List.of("sda", "sdb", "sdc"));
            case "pci" -> "0000:%02d:%02d.%d".formatted(random.nextInt(9), random.nextInt(30), random.nextInt(8));
            case "id" -> one(List.of("A", "SKU", "job")) + "-" + number(1, 9_999);
            case "word" -> one(WORDS);
            case "camel" -> one(WORDS) + one(List.of("Id", "Count", "Name", "Total"));
            case "Camel" -> one(List.of("Order", "User", "Cart", "Payment", "Report", "Stock"));
            case "ver" -> number(1, 9) + "." + number(0, 30) + "." + number(0, 9);
            case "url" -> "http://" + of("fqdn") + of("upath");
            case "upath" ->
                "/" + one(List.of("api/v1", "cart", "items", "static/js", "users")) + "/"
                        + (random.nextBoolean() ? number(1, 9_999) : one(WORDS))
                        + (random.nextInt(4) == 0 ? "?q=" + one(WORDS) : "");
            case "method" -> one(List.of("GET", "POST", "PUT", "DELETE"));
            case "status" -> one(List.of("200", "201", "304", "404", "500", "503"));
            case "mime" -> one(List.of("application/json", "text/html"));
            case "ua" ->
                one(List.of("curl/8.5.0", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "kube-probe/1.29"));
            case "email" -> one(USERS) + "@" + one(DOMAINS);
            case "image" -> "registry.local/" + one(SERVICES) + ":" + of("ver");
            case "ns" -> one(List.of("default", "kube-system", "shop-prod", "monitoring"));
            case "pod" -> one(SERVICES) + "-" + hex(9) + "-" + b64(5).toLowerCase(java.util.Locale.ROOT);
            case "pylogger" ->
                one(List.of("app.tasks", "celery.worker", "django.request", "ml.train", "nova.compute.manager"));
            case "rustmod" -> one(List.of("tower_http::trace", "app::server", "hyper::client", "raft::peer"));
            case "railsview" ->
                one(WORDS) + "/" + one(List.of("index", "show", "_form")) + ".html.erb within layouts/application";
            case "modelname" -> one(List.of("bert-base", "resnet50", "xgb_v3"));
            case "junk" -> one(List.of("\\x16\\x03\\x01", "HELO", "a1!b2", "\\n", "quit", "shard-started"));
            case "msgid" -> b64(14);
            case "b64" -> b64(22);
            case "ulid" -> "01" + b64(24).toUpperCase(java.util.Locale.ROOT);
            case "samenode" -> node;
            case "rasnode" -> rackNode();
            case "cardpos" ->
                "R%02d-M%d-L%d-U%02d"
                        .formatted(random.nextInt(64), random.nextInt(2), random.nextInt(4), random.nextInt(20));
            default -> kind.startsWith("hex") ? hex(Integer.parseInt(kind.substring(3))) : time(kind);
        };
    }

    private String time(String kind) {
        String month = one(MONTHS);
        String day = number(10, 28);
        String clock = "%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60));
        String date = "2026-" + number(10, 12) + "-" + day;
        String millis = "%03d".formatted(random.nextInt(1_000));
        return switch (kind) {
            case "syslog" -> month + " " + (random.nextInt(3) == 0 ? " " + number(1, 9) : day) + " " + clock;
            case "iso" -> date + " " + clock + "." + millis;
            case "iso6" -> date + "T" + clock + "." + millis + "123";
            case "isom", "isomspace" -> date + (kind.equals("isom") ? "T" : " ") + clock + "." + millis;
            case "isocomma" -> date + " " + clock + "," + millis;
            case "isoz" -> date + "T" + clock + "." + millis + (random.nextBoolean() ? "456Z" : "Z");
            case "date" -> date;
            case "time" -> clock;
            case "dotdate" -> date.replace('-', '.');
            case "ctime", "apdate" ->
                one(List.of("Sun", "Mon", "Fri")) + " " + month + " " + day + " " + clock + " 2026";
            case "ngdate" -> date.replace('-', '/') + " " + clock;
            case "hdate" -> "26" + number(10, 12) + day + " " + clock.replace(":", "");
            case "proxdate" -> number(10, 12) + "." + day + " " + clock;
            case "rasdate" -> date + "-" + clock.replace(':', '.') + "." + millis + "123";
            case "pgdate" -> date + " " + clock + "." + millis;
            case "clfdate" -> day + "/" + month + "/2026 " + clock;
            case "clfspace", "phpdate" -> day + "-" + month + "-2026 " + clock;
            case "haprdate" -> day + "/" + month + "/2026:" + clock + "." + millis;
            case "klogdate" -> number(10, 12) + day + " " + clock + "." + millis + "123";
            case "redisdate" -> day + " " + month + " 2026 " + clock + "." + millis;
            case "tomdate" -> day + "-" + month + "-2026 " + clock + "." + millis;
            case "usdate" -> number(10, 12) + "/" + day + "/2026 " + number(1, 12) + clock.substring(2);
            case "ampm" -> random.nextBoolean() ? "AM" : "PM";
            default -> throw new IllegalArgumentException("no values of kind " + kind);
        };
    }

    private <T> T one(List<T> of) {
        // The first are the most frequent, as in most logs.
        double at = Math.pow(random.nextDouble(), 1.7);
        return of.get((int) (at * of.size()));
    }

    private String many(String kind, String separator) {
        StringBuilder values = new StringBuilder(of(kind));
        for (int i = random.nextInt(5); i > 0; i--) {
            values.append(separator).append(of(kind));
        }
        return values.toString();
    }

    private String number(int from, int to) {
        return Integer.toString(random.nextInt(from, to + 1));
    }

    private String hex(int digits) {
        return chars("0123456789abcdef", digits);
    }

    private String b64(int length) {
        return chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);
    }

    private String chars(String of, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(of.charAt(random.nextInt(of.length())));
        }
        return text.toString();
    }

    private String rackNode() {
        node = "R%02d-M%d-N%d-C:J%02d-U%02d"
                .formatted(
                        random.nextInt(64),
                        random.nextInt(2),
                        random.nextInt(16),
                        random.nextInt(18),
                        random.nextInt(12));
        return node;
    }
}
