package dev.gatehouse.audit.crash;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.event.EventReader;
import dev.gatehouse.audit.event.UnreadableEventException;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.SpoolFixture;
import dev.gatehouse.audit.spool.SpoolReader;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.audit.verify.Report;
import dev.gatehouse.audit.verify.SpoolTrail;
import dev.gatehouse.audit.verify.Trail;
import dev.gatehouse.audit.verify.TrustedKeys;
import dev.gatehouse.audit.verify.Verifier;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditEvent.Outcome;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.policy.CallId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One directory, killed over and over, and the questions asked of it. */
final class KillRun {
    static final SpoolSettings SETTINGS = new SpoolSettings(256 << 10, 8L << 30, Duration.ofHours(1));

    private final Path spool;
    private final Path acks;

    KillRun(Path directory) {
        this.spool = directory.resolve("spool");
        this.acks = directory.resolve("acks");
    }

    Path spool() {
        return spool;
    }

    /** @param environment of the child; where it may hold a password, which has no place on a command line */
    Process start(Map<String, String> environment, String... properties) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "-D" + Victim.SPOOL + "=" + spool,
                "-D" + Victim.ACKS + "=" + acks));
        for (String property : properties) {
            command.add("-D" + property);
        }
        command.add(Victim.class.getName());
        Path output = spool.resolveSibling("output");
        ProcessBuilder child =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        child.environment().putAll(environment);
        child.environment().put(SpoolFixture.KEY_VARIABLE, HexFormat.of().formatHex(SpoolFixture.KEY.toBytes()));
        return child.start();
    }

    /** Waits for acknowledgments beyond those there were, then for this long, then kills. */
    void killAfter(Process victim, long acksBefore, Duration alive) throws Exception {
        until("it acknowledged something, or ended", () -> acksBytes() > acksBefore || !victim.isAlive());
        assertThat(victim.waitFor(alive.toMillis(), TimeUnit.MILLISECONDS))
                .as("died by itself: " + output())
                .isFalse();
        victim.destroyForcibly().waitFor();
    }

    long acksBytes() {
        return acks.toFile().length();
    }

    boolean hasAcknowledged() {
        return acksBytes() > 0;
    }

    /** The ids that clients were told of; the last line may be cut. */
    Set<String> acknowledged() throws IOException {
        if (!Files.exists(acks)) {
            return Set.of();
        }
        String text = Files.readString(acks);
        return new HashSet<>(
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
    }

    /** Starts and stops a gateway's spool: what it finds is made good. */
    void recover() throws IOException {
        AuditSpool.open(spool, SETTINGS, SpoolFixture.SEALING, Clocks.SYSTEM, FsyncObserver.NONE)
                .close();
    }

    /** Every record that is there is sealed, in an unbroken row of blocks, but for what came after the last one. */
    void assertProvable() throws IOException {
        assertProvable(SpoolTrail.open(spool));
    }

    void assertProvable(Trail proved) throws IOException {
        try (proved) {
            Report report = Verifier.verify(
                    proved, new TrustedKeys(List.of(SpoolFixture.KEY.publicKey())), List.of(), Instant.now());
            assertThat(report.faults()).isEmpty();
            assertThat(report.blocks())
                    .as("a trail without blocks proves nothing")
                    .isPositive();
            assertThat(report.beforeFirstBlock()).as("not sealed").isZero();
        }
    }

    /** Calls that were acknowledged and have no intent, or no true outcome, in the spool. */
    Set<String> unaudited() throws Exception {
        Calls trail = trail();
        Set<String> missing = new HashSet<>();
        for (String id : acknowledged()) {
            if (!trail.intents.contains(id) || trail.outcomes.getOrDefault(id, Outcome.LOST) != Outcome.OK) {
                missing.add(id);
            }
        }
        return missing;
    }

    /** What the spool says, after checking that every intent has one outcome and no record is missing or twice. */
    Calls trail() throws Exception {
        Calls trail = new Calls(new HashSet<>(), new HashMap<>());
        try (Stream<SpoolRecord> records = SpoolReader.read(spool)) {
            long epoch = 0;
            long seq = 0;
            for (SpoolRecord record : (Iterable<SpoolRecord>) records::iterator) {
                long expected = record.position().epoch() == epoch ? seq + 1 : 1;
                assertThat(record.position().seq())
                        .as("sequence in epoch " + epoch)
                        .isEqualTo(expected);
                assertThat(record.position().epoch()).isGreaterThanOrEqualTo(epoch);
                epoch = record.position().epoch();
                seq = record.position().seq();
                trail.add(record);
            }
        }
        return trail;
    }

    String output() throws IOException {
        Path output = spool.resolveSibling("output");
        return Files.exists(output) ? Files.readString(output) : "";
    }

    record Calls(Set<String> intents, Map<String, Outcome> outcomes) {

        void add(SpoolRecord record) throws UnreadableEventException {
            if (record.kind() != RecordKind.EVENT) {
                return;
            }
            AuditEvent event = EventReader.read(record);
            if (event instanceof AuditEvent.CallAttempted attempted) {
                CallId call = attempted.subject().call();
                assertThat(intents.add(call.value()))
                        .as("the first intent of " + call)
                        .isTrue();
            }
            if (event instanceof AuditEvent.CallCompleted completed) {
                assertThat(outcomes.put(completed.call().value(), completed.outcome()))
                        .as("an earlier outcome of " + completed.call())
                        .isNull();
            }
        }

        void assertEveryIntentHasItsOutcome() {
            assertThat(outcomes.keySet()).isEqualTo(intents);
        }
    }
}
