package dev.gatehouse.server.config;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks where records are taken. Nothing is said of an address itself: it may be a secret. */
final class SinkChecks {
    private static final KeyPath SINKS = KeyPath.of("audit", "sinks");

    private final GatehouseConfig config;
    private final Report report;
    private final Set<String> names = new HashSet<>();

    SinkChecks(GatehouseConfig config, Report report) {
        this.config = config;
        this.report = report;
    }

    void check() {
        List<SinkConfig> sinks = config.audit().sinks();
        for (int i = 0; i < sinks.size(); i++) {
            check(SINKS.index(i), sinks.get(i));
        }
    }

    private void check(KeyPath path, SinkConfig sink) {
        KeyPath name = path.key("name");
        if (report.isClean(name) && !sink.name().matches(KeyKind.NAME.regex())) {
            report.problem(name, "expected " + KeyKind.NAME.expected());
        } else if (!names.add(sink.name())) {
            report.problem(name, "`" + sink.name() + "` is the name of another sink already");
        }
        long kinds = Stream.of(sink.webhook(), sink.splunk(), sink.syslog())
                .filter(Optional::isPresent)
                .count();
        if (kinds != 1) {
            report.problem(path, "expected exactly one of `webhook`, `splunk` and `syslog`");
        }
        bundles(path.key("bundles"), sink.bundles());
        sink.webhook().ifPresent(webhook -> webhook(path.key("webhook"), webhook));
        sink.splunk().ifPresent(splunk -> splunk(path.key("splunk"), splunk));
        sink.syslog().ifPresent(syslog -> syslog(path.key("syslog"), syslog));
    }

    private void bundles(KeyPath path, List<String> named) {
        Set<String> known = report.keys(KeyPath.of("bundles"));
        for (int i = 0; i < named.size(); i++) {
            if (!known.contains(named.get(i))) {
                report.problem(
                        path.index(i),
                        "`" + named.get(i) + "` is not in `bundles`" + Nearest.hint(named.get(i), known));
            }
        }
    }

    private void webhook(KeyPath path, SinkConfig.WebhookConfig webhook) {
        url(path.key("url"), webhook.url());
        webhook.secret().ifPresent(secret -> placeholder(path.key("secret"), secret));
        webhook.token().ifPresent(token -> header(path.key("token"), token));
    }

    private void splunk(KeyPath path, SinkConfig.SplunkConfig splunk) {
        KeyPath url = path.key("url");
        url(url, splunk.url());
        if (report.isClean(url) && !hasNoPath(splunk.url().reveal())) {
            report.problem(
                    url,
                    "has a path or a query (expected: the collector alone, such as https://splunk.example.com:8088)");
        }
        header(path.key("token"), splunk.token());
    }

    private void syslog(KeyPath path, SinkConfig.SyslogConfig syslog) {
        KeyPath address = path.key("address");
        if (report.isClean(address) && syslog.address().port() == 0) {
            report.problem(address, "expected a port, 6514 is the usual one");
        }
        syslog.ca()
                .map(Path::toAbsolutePath)
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> report.problem(
                        path.key("ca"), file + " cannot be read (expected: a file of certificates in PEM)"));
    }

    private void url(KeyPath path, Secret url) {
        if (report.isClean(path) && !ChannelChecks.isAcceptable(url.reveal())) {
            report.problem(path, "expected an https URL, or an http URL of this machine");
        }
    }

    private static boolean hasNoPath(String url) {
        URI uri = URI.create(url);
        String path = uri.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/")) && uri.getRawQuery() == null;
    }

    private void header(KeyPath path, Secret token) {
        placeholder(path, token);
        if (report.isClean(path) && !token.reveal().matches("[!-~]+")) {
            report.problem(path, "holds blanks, line breaks or other characters that no token has");
        }
    }

    private void placeholder(KeyPath path, Secret secret) {
        if (report.isClean(path)) {
            SecretRules.placeholder(secret).ifPresent(why -> report.problem(path, why));
        }
    }
}
