package dev.gatehouse.server.config;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks where records are taken. */
final class SinkChecks {
    private static final KeyPath SINKS = KeyPath.of("audit", "sinks");

    private final GatehouseConfig config;
    private final Report report;
    private final OutsideChecks outside;
    private final Set<String> names = new HashSet<>();
    private final Set<List<Object>> buckets = new HashSet<>();

    SinkChecks(GatehouseConfig config, Report report) {
        this.config = config;
        this.report = report;
        this.outside = new OutsideChecks(report);
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
        long kinds = Stream.of(sink.webhook(), sink.splunk(), sink.syslog(), sink.s3(), sink.sentinel())
                .filter(Optional::isPresent)
                .count();
        if (kinds != 1) {
            report.problem(path, "expected exactly one of `webhook`, `splunk`, `syslog`, `s3` and `sentinel`");
        }
        if (sink.every().isPresent() && sink.s3().isEmpty()) {
            report.problem(path.key("every"), "belongs to `s3`");
        }
        bundles(path.key("bundles"), sink.bundles());
        sink.webhook().ifPresent(webhook -> webhook(path.key("webhook"), webhook));
        sink.splunk().ifPresent(splunk -> splunk(path.key("splunk"), splunk));
        sink.syslog().ifPresent(syslog -> new SyslogChecks(report).check(path.key("syslog"), syslog));
        sink.s3().ifPresent(s3 -> s3(path.key("s3"), s3));
        sink.sentinel().ifPresent(sentinel -> sentinel(path.key("sentinel"), sentinel));
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
        outside.url(path.key("url"), webhook.url().reveal());
        webhook.secret().ifPresent(secret -> outside.secret(path.key("secret"), secret));
        webhook.token().ifPresent(token -> outside.token(path.key("token"), token));
    }

    private void splunk(KeyPath path, SinkConfig.SplunkConfig splunk) {
        outside.urlWithoutPath(
                path.key("url"), splunk.url().reveal(), "the collector alone, such as https://splunk.example.com:8088");
        outside.token(path.key("token"), splunk.token());
    }

    /** Where two begin their keys alike, one would replace objects of the other. */
    private void s3(KeyPath path, S3Config s3) {
        new S3Checks(report).check(path, s3);
        if (!buckets.add(List.of(s3.endpoint(), s3.bucket(), s3.prefix())) && report.isClean(path.key("prefix"))) {
            report.problem(
                    path.key("prefix"), "another sink puts its objects there already (expected: another prefix)");
        }
    }

    private void sentinel(KeyPath path, SinkConfig.SentinelConfig sentinel) {
        outside.urlWithoutPath(
                path.key("endpoint"),
                sentinel.endpoint().toString(),
                "the endpoint alone, such as https://audit-abcd.westeurope-1.ingest.monitor.azure.com");
        outside.form(
                path.key("rule"),
                sentinel.rule(),
                "dcr-[0-9a-f]{32}",
                "the immutable id of a rule, `dcr-` and 32 digits");
        outside.form(path.key("stream"), sentinel.stream(), "Custom-[A-Za-z0-9_]{1,100}", "`Custom-` and a name");
        outside.form(
                path.key("tenant"), sentinel.tenant(), "[A-Za-z0-9][A-Za-z0-9.-]*", "the id of a tenant, or a domain");
        outside.form(path.key("clientId"), sentinel.clientId(), "[0-9A-Fa-f-]{36}", "the id of an application");
        outside.secret(path.key("clientSecret"), sentinel.clientSecret());
        outside.urlWithoutPath(
                path.key("login"), sentinel.login().toString(), "such as https://login.microsoftonline.com");
        outside.form(
                path.key("scope"), sentinel.scope(), "[!-~]+", "a scope such as https://monitor.azure.com//.default");
    }
}
