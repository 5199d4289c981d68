package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.HostPort;
import dev.gatehouse.server.config.bind.Secrets;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import dev.gatehouse.transport.http.Cidr;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Checks the listeners: nothing leaves the machine in the clear unless the file says so by name. */
final class ServerChecks {
    private static final KeyPath SERVER = KeyPath.of("server");
    private static final KeyPath LISTEN = SERVER.key("listen");
    private static final KeyPath PUBLIC_URL = SERVER.key("publicUrl");
    private static final KeyPath ADMIN_LISTEN = SERVER.key("admin").key("listen");
    private static final int PEM_MAX_BYTES = 1024 * 1024;

    private final Report report;
    private final Secrets secrets;

    ServerChecks(Report report, Secrets secrets) {
        this.report = report;
        this.secrets = secrets;
    }

    void check(ServerConfig server) {
        listener(server);
        publicUrl(server);
        admin(server);
        server.tls().ifPresent(this::tls);
        trustedProxies(server.trustedProxies());
        allowedOrigins(server.allowedOrigins());
    }

    private void listener(ServerConfig server) {
        boolean inTheClear = !server.listen().isLoopback() && server.tls().isEmpty();
        if (server.dangerousPlainHttp() && !inTheClear) {
            report.problem(SERVER.key("dangerousPlainHttp"), "does nothing with `server.tls` or on a loopback address");
        } else if (inTheClear && !server.dangerousPlainHttp()) {
            report.problem(
                    LISTEN,
                    "off loopback without `server.tls`, tokens would cross the network in the clear"
                            + " (set `server.tls`, or `server.dangerousPlainHttp: true` where TLS ends before it)");
        }
    }

    private void publicUrl(ServerConfig server) {
        Optional<URI> url = server.publicUrl();
        if (url.isEmpty()) {
            if (!server.listen().isLoopback() || server.listen().port() == 0) {
                report.problem(
                        PUBLIC_URL, "this key is required unless `server.listen` is a loopback address with a port");
            }
            return;
        }
        if (!isOrigin(url.get())) {
            report.problem(PUBLIC_URL, "expected `https://host[:port]` and nothing after it");
        } else if (isPlain(url.get()) && !HostPort.isLoopback(url.get().getHost())) {
            report.problem(PUBLIC_URL, "plain http is for loopback only (expected: https)");
        } else if (isPlain(url.get()) && server.tls().isPresent()) {
            report.problem(PUBLIC_URL, "is http, but `server.tls` makes the listener https");
        }
    }

    private void admin(ServerConfig server) {
        HostPort admin = server.admin().listen();
        if (!admin.isLoopback()) {
            report.problem(ADMIN_LISTEN, "the admin listener must be a loopback address");
        } else if (admin.port() != 0 && admin.port() == server.listen().port()) {
            report.problem(ADMIN_LISTEN, "has the same port as `server.listen`");
        }
    }

    private void tls(TlsConfig tls) {
        readable(SERVER.key("tls").key("certificate"), tls.certificate());
        readable(SERVER.key("tls").key("key"), tls.key());
    }

    private void readable(KeyPath path, Path file) {
        if (!report.isClean(path)) {
            return;
        }
        try {
            if (secrets.file(file, PEM_MAX_BYTES).length > PEM_MAX_BYTES) {
                report.problem(path, file + " is larger than " + PEM_MAX_BYTES + " bytes");
            }
        } catch (IOException e) {
            report.problem(path, file + " cannot be read: " + e.getMessage());
        }
    }

    private void trustedProxies(List<Cidr> proxies) {
        for (int i = 0; i < proxies.size(); i++) {
            if (proxies.get(i).prefixBits() == 0) {
                report.problem(SERVER.key("trustedProxies").index(i), "trusts everybody (expected: your proxies)");
            }
        }
    }

    private void allowedOrigins(List<URI> origins) {
        for (int i = 0; i < origins.size(); i++) {
            if (!isOrigin(origins.get(i))) {
                report.problem(
                        SERVER.key("allowedOrigins").index(i), "expected `https://host[:port]` and nothing after it");
            }
        }
    }

    private static boolean isPlain(URI url) {
        return "http".equalsIgnoreCase(url.getScheme());
    }

    private static boolean isOrigin(URI url) {
        return (isPlain(url) || "https".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && List.of("", "/").contains(Objects.requireNonNullElse(url.getRawPath(), ""))
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }
}
