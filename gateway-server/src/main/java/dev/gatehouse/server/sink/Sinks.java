package dev.gatehouse.server.sink;

import dev.gatehouse.audit.http.HttpSender;
import dev.gatehouse.audit.sink.Connections;
import dev.gatehouse.audit.sink.EntraClient;
import dev.gatehouse.audit.sink.S3Sink;
import dev.gatehouse.audit.sink.SentinelSink;
import dev.gatehouse.audit.sink.Sink;
import dev.gatehouse.audit.sink.SinkFleet;
import dev.gatehouse.audit.sink.SinkSelection;
import dev.gatehouse.audit.sink.SinkSettings;
import dev.gatehouse.audit.sink.SinkSpec;
import dev.gatehouse.audit.sink.SinkStatus;
import dev.gatehouse.audit.sink.SplunkSink;
import dev.gatehouse.audit.sink.SyslogSink;
import dev.gatehouse.audit.sink.WebhookSink;
import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.server.admin.ReadyCheck;
import dev.gatehouse.server.config.SinkConfig;
import dev.gatehouse.server.config.SyslogConfig;
import dev.gatehouse.server.config.bind.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The sinks of a running gateway: make one per process, and close it before the journal. */
public final class Sinks implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    /** An object of S3 is not free, and small ones are slow to read. */
    private static final Duration FILL = Duration.ofMinutes(1);
    /** A restart over there is nothing to look at. */
    private static final Duration FAILING_MAX = Duration.ofMinutes(1);

    private final Clocks clocks;
    private final OperatorHttp http = OperatorHttp.patient(WITHIN);
    private final SinkFleet fleet;

    /** @param journal is told what a sink missed */
    public Sinks(Connections database, AuditJournal journal, Clocks clocks) {
        this.clocks = clocks;
        this.fleet = new SinkFleet(database, SinkSettings.DEFAULT, journal, clocks);
    }

    /** From now on these send, and no others. Does not block. */
    public void adopt(List<SinkConfig> configs) {
        fleet.adopt(configs.stream().map(this::spec).toList());
    }

    public List<SinkStatus> statuses() {
        return fleet.statuses();
    }

    /** Calls need no sink, so one that is away keeps no traffic away. */
    public ReadyCheck.State state() {
        String failing = fleet.statuses().stream()
                .flatMap(status -> status.failing().stream()
                        .filter(since -> since.since().plus(FAILING_MAX).isBefore(clocks.now()))
                        .map(since -> "the audit sink " + status.name() + " takes nothing since " + since.since() + ": "
                                + since.reason()))
                .collect(Collectors.joining("; "));
        return failing.isEmpty() ? ReadyCheck.State.READY : ReadyCheck.State.degraded(failing);
    }

    @Override
    public void close() {
        fleet.close();
        http.close();
    }

    private SinkSpec spec(SinkConfig config) {
        Set<BundleName> bundles = config.bundles().stream().map(BundleName::new).collect(Collectors.toSet());
        SinkSelection selection = new SinkSelection(bundles, Set.copyOf(config.types()), config.payloads());
        return new SinkSpec(config.name(), config, selection, config.format(), () -> open(config));
    }

    private Sink open(SinkConfig config) {
        if (config.webhook().isPresent()) {
            return webhook(config.webhook().get());
        }
        if (config.splunk().isPresent()) {
            return splunk(config.splunk().get());
        }
        if (config.syslog().isPresent()) {
            SyslogConfig syslog = config.syslog().get();
            return new SyslogSink(SyslogLines.to(syslog), syslog.facility());
        }
        if (config.s3().isPresent()) {
            return new S3Sink(
                    S3Clients.of(config.s3().get(), sending(), clocks.wall()),
                    config.every().orElse(FILL));
        }
        return sentinel(config.sentinel().orElseThrow());
    }

    private Sink webhook(SinkConfig.WebhookConfig config) {
        WebhookSink.Target target = new WebhookSink.Target(
                URI.create(config.url().reveal()),
                config.body(),
                config.secret().map(Secret::reveal).map(Confidential::new),
                config.token().map(Secret::reveal).map(Confidential::new));
        return new WebhookSink(target, sending(), clocks.wall());
    }

    private Sink splunk(SinkConfig.SplunkConfig config) {
        SplunkSink.Target target = new SplunkSink.Target(
                URI.create(config.url().reveal()),
                new Confidential(config.token().reveal()),
                config.index(),
                config.source(),
                config.sourcetype(),
                config.acknowledge());
        return new SplunkSink(target, sending());
    }

    private Sink sentinel(SinkConfig.SentinelConfig config) {
        EntraClient client = new EntraClient(
                config.login(),
                config.tenant(),
                config.clientId(),
                new Confidential(config.clientSecret().reveal()),
                config.scope());
        return new SentinelSink(
                new SentinelSink.Target(config.endpoint(), config.rule(), config.stream(), client),
                sending(),
                clocks.wall());
    }

    private HttpSender sending() {
        return Outside.sending(http, WITHIN);
    }
}
