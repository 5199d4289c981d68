package dev.gatehouse.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.sink.SinkStatus;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Offering;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.policy.script.ScriptRunner;
import dev.gatehouse.transport.face.FaceStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
    private static final SinkStatus SIEM = new SinkStatus("siem", true, 7, 0.5, 8, 9, 10, Optional.empty());

    private final GatewayMetrics metrics = new GatewayMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void countsAndTimesCallsByWhereTheyWentAndHowTheyEnded() {
        metrics.observed(subject("echo", "demo_echo"), "ok", Duration.ofMillis(3));
        metrics.observed(subject("echo", "demo_echo"), "ok", Duration.ofMillis(7));
        assertThat(metrics.scrape())
                .contains(series("gatehouse_call_seconds_count", "demo_echo", "demo", "ok") + " 2")
                .contains("gatehouse_call_seconds_bucket{server=\"quick\",tool=\"demo_echo\",upstream=\"demo\","
                        + "verdict=\"ok\",le=\"0.005\"} 1");
    }

    @Test
    void neverTakesALabelFromWhatAClientWrote() {
        for (int i = 0; i < 100; i++) {
            metrics.observed(subject("nonsense-" + i, Optional.empty()), "unknown_tool", Duration.ofMillis(1));
        }
        assertThat(metrics.scrape())
                .doesNotContain("nonsense")
                .contains(series("gatehouse_call_seconds_count", "unknown", "unknown", "unknown_tool") + " 100");
    }

    @Test
    void doesNotLetAnUpstreamWithEndlessToolsGrowTheScrape() {
        int tools = CallTimers.SETS_MAX + 500;
        for (int i = 0; i < tools; i++) {
            metrics.observed(subject("t", "demo_t" + i), "ok", Duration.ofMillis(1));
        }
        List<String> counts = metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("gatehouse_call_seconds_count"))
                .toList();
        assertThat(counts).hasSize(CallTimers.TOOL_SETS_MAX + 1);
        assertThat(counts)
                .contains(series("gatehouse_call_seconds_count", "other", "demo", "ok") + " "
                        + (tools - CallTimers.TOOL_SETS_MAX));
    }

    @Test
    void boundsTheOtherLabelsToo() {
        for (int i = 0; i < CallTimers.SETS_MAX + 500; i++) {
            Target target = new Target(Primitive.TOOL, "x", new UpstreamId("u" + i), "x");
            metrics.observed(subject("x", Optional.of(target)), "ok", Duration.ofMillis(1));
        }
        assertThat(metrics.scrape().lines().filter(line -> line.startsWith("gatehouse_call_seconds_count")))
                .hasSize(CallTimers.SETS_MAX + 1);
    }

    @Test
    void showsTheUpstreamsOfTheMoment() {
        List<UpstreamId> configured = new ArrayList<>(List.of(new UpstreamId("files"), new UpstreamId("crm")));
        metrics.watchUpstreams(() -> configured, new OneReady(new UpstreamId("files")), _ -> true, _ -> 3);
        assertThat(metrics.scrape())
                .contains("gatehouse_upstream_up{upstream=\"files\"} 1")
                .contains("gatehouse_upstream_up{upstream=\"crm\"} 0");
        configured.removeLast();
        assertThat(metrics.scrape()).contains("upstream=\"files\"").doesNotContain("upstream=\"crm\"");
    }

    @Test
    void showsExactlyWhatTheReferencePageLists() {
        metrics.observed(subject("echo", "demo_echo"), "ok", Duration.ofMillis(3));
        metrics.sessionOpened(ProtocolVersion.V2025_11_25);
        metrics.fsyncTook(180_000);
        metrics.watchUpstreams(
                () -> List.of(new UpstreamId("files")), new OneReady(new UpstreamId("files")), _ -> true, _ -> 3);
        metrics.watchAudit(new FixedReadings());
        metrics.watchDatabase(() -> true);
        metrics.watchLog(() -> 3);
        metrics.watchAgents(_ -> 7);
        spend();
        runScripts();
        metrics.watchFace(() -> new FaceStats(1, 2, 3, 4, 5, _ -> 6));
        metrics.watchSinks(() -> List.of(SIEM));
        metrics.watchAlerts(new FixedAlerts());
        Set<String> scraped = metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE gatehouse_") && !line.contains("_max "))
                .map(line -> line.substring("# TYPE ".length()))
                .collect(Collectors.toSet());
        Set<String> listed = Arrays.stream(Metric.values())
                .map(metric -> metric.scrapedName() + " " + metric.typeWord())
                .collect(Collectors.toSet());
        assertThat(scraped).isEqualTo(listed);
    }

    @Test
    void labelsEachMetricAsTheReferencePageSays() {
        metrics.observed(subject("echo", "demo_echo"), "ok", Duration.ofMillis(3));
        metrics.sessionOpened(ProtocolVersion.V2025_11_25);
        metrics.watchUpstreams(
                () -> List.of(new UpstreamId("files")), new OneReady(new UpstreamId("files")), _ -> true, _ -> 3);
        metrics.watchAgents(_ -> 7);
        spend();
        runScripts();
        metrics.watchFace(() -> new FaceStats(1, 2, 3, 4, 5, _ -> 6));
        metrics.watchSinks(() -> List.of(SIEM));
        String scrape = metrics.scrape();
        for (Metric metric : Metric.values()) {
            if (!metric.labels.isEmpty()) {
                String line = scrape.lines()
                        .filter(each -> each.startsWith(metric.id.replace('.', '_')) && each.contains("{"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(metric));
                assertThat(line)
                        .contains(Arrays.stream(metric.labels.split(", ", -1))
                                .map(label -> label + "=\"")
                                .toList());
            }
        }
    }

    @Test
    void showsASinkOnlyWhileThereIsOne() {
        List<SinkStatus> sinks = new ArrayList<>(List.of(SIEM));
        metrics.watchSinks(() -> List.copyOf(sinks));
        assertThat(metrics.scrape())
                .contains("gatehouse_audit_sink_lag_records{sink=\"siem\"} 7.0")
                .contains("gatehouse_audit_sink_sent_total{sink=\"siem\"} 8.0")
                .contains("gatehouse_audit_sink_refused_total{sink=\"siem\"} 9.0")
                .contains("gatehouse_audit_sink_missed_total{sink=\"siem\"} 10.0")
                .contains("gatehouse_audit_sink_failing_seconds{sink=\"siem\"} 0.0");
        sinks.clear();
        assertThat(metrics.scrape()).doesNotContain("gatehouse_audit_sink_lag_records{");
    }

    @Test
    void hasItsReferencePageUpToDate() throws Exception {
        Path page = Path.of(System.getProperty("gatehouse.root")).resolve(MetricsReference.PAGE);
        assertThat(Files.readString(page)).as("stale: run ./dev generate").isEqualTo(MetricsReference.markdown());
    }

    private void runScripts() {
        metrics.scripts().ran(new ScriptRunner.Ran.Answered(Json.EMPTY_OBJECT), 40_000);
        metrics.scripts().lost();
    }

    private void spend() {
        metrics.limited(new BundleName("engineering"), Refusals.Measure.RATE);
        metrics.watchBudgets(() -> Map.of("month", 0.5));
    }

    private static String series(String name, String tool, String upstream, String verdict) {
        return name + "{server=\"quick\",tool=\"" + tool + "\",upstream=\"" + upstream + "\",verdict=\"" + verdict
                + "\"}";
    }

    private static CallSubject subject(String requested, String publicName) {
        return subject(
                requested, Optional.of(new Target(Primitive.TOOL, publicName, new UpstreamId("demo"), requested)));
    }

    private static CallSubject subject(String requested, Optional<Target> target) {
        return new CallSubject(
                new CallId("0"),
                0,
                "tools/call",
                requested,
                target,
                new ServerName("quick"),
                Optional.empty(),
                Principal.ANONYMOUS,
                Optional.empty(),
                ProtocolVersion.LATEST,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "127.0.0.1");
    }

    private record OneReady(UpstreamId ready) implements Catalog {
        @Override
        public long version() {
            return 1;
        }

        @Override
        public Listing listing(UpstreamId upstream) {
            return upstream.equals(ready) ? new Listing(Offering.NONE, Listing.Health.READY, "") : Listing.NONE;
        }
    }

    private record FixedReadings() implements AuditReadings {
        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long unshippedRecords() {
            return 2;
        }

        @Override
        public long unshippedBytes() {
            return 3;
        }

        @Override
        public double shippingLagSeconds() {
            return 0.5;
        }

        @Override
        public double sealLagSeconds() {
            return 0.25;
        }

        @Override
        public double anchorLagSeconds() {
            return 30;
        }

        @Override
        public long heldDays() {
            return 4;
        }

        @Override
        public long overdueDays() {
            return 5;
        }

        @Override
        public long waitingKeys() {
            return 3;
        }

        @Override
        public long unshortened() {
            return 6;
        }
    }

    private record FixedAlerts() implements AlertFigures {
        @Override
        public int open() {
            return 1;
        }

        @Override
        public long untold() {
            return 2;
        }

        @Override
        public long told() {
            return 3;
        }

        @Override
        public long failed() {
            return 4;
        }

        @Override
        public long unseen() {
            return 5;
        }
    }
}
