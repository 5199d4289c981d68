package dev.gatehouse.transport.client.stdio;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.stdio;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.core.upstream.UpstreamSpec.Isolation;
import dev.gatehouse.core.upstream.UpstreamSpec.Limits;
import dev.gatehouse.core.upstream.UpstreamSpec.Protocol;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.wire.ByteBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How children start, are kept in their place, and end. */
@Timeout(180)
class ChildrenTest {
    @TempDir
    Path dataDir;

    @Test
    void no_descendant_outlives_its_upstream_whether_it_stayed_in_the_group_or_left_it() {
        String seconds = oddNumber();
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
            fleet.text(ID, "grandchildren", "{\"value\":\"" + seconds + "\"}");
            eventually(() -> assertThat(sleepers(seconds)).as("both run").isEqualTo(2));
        }
        // Killed before close() returned; when the kernel has buried them is its own affair.
        eventually(() -> assertThat(sleepers(seconds)).as("they are gone").isEqualTo(0));
    }

    @Test
    void descendants_of_a_child_that_crashed_die_too() {
        String seconds = oddNumber();
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "legacy")).untilReady(ID);
            fleet.text(ID, "grandchildren", "{\"value\":\"" + seconds + "\"}");
            eventually(() -> assertThat(sleepers(seconds)).as("both run").isEqualTo(2));
            fleet.call(ID, "crash", "{}");
            eventually(() -> assertThat(sleepers(seconds)).as("they are gone").isEqualTo(0));
        }
    }

    /** Process ids mean nothing across namespaces; an odd time to sleep is a name everywhere. */
    private static String oddNumber() {
        return Long.toString(100_000 + System.nanoTime() % 1_000_000_007);
    }

    private static long sleepers(String seconds) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).equals(List.of(seconds)))
                        .isPresent())
                .count();
    }

    @Test
    void a_child_that_ends_with_its_stdin_is_not_waited_for() throws Exception {
        try (Spawner spawner = new Spawner()) {
            Child child = new Child(spawner.start(new ProcessBuilder("setsid", "cat")), "no mark");
            child.stdin().close();
            long before = System.nanoTime();
            child.stop();
            assertThat(System.nanoTime() - before)
                    .isLessThan(Duration.ofMillis(Child.STDIN_CLOSED_MAX_MILLIS).toNanos());
            assertThat(child.process().isAlive()).isFalse();
        }
    }

    @Test
    void a_child_that_ignores_everything_is_killed_within_six_seconds() {
        Fleet fleet = new Fleet(dataDir);
        fleet.adopt(stdio(ID, "legacy", "ignores-term")).untilReady(ID);
        long before = System.nanoTime();
        fleet.close();
        assertThat(System.nanoTime() - before)
                .as("six seconds, and some for a busy machine")
                .isBetween(
                        Duration.ofSeconds(2).toNanos(), Duration.ofSeconds(12).toNanos());
        eventually(() -> assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty());
    }

    @Test
    void leftovers_of_a_killed_run_are_found_by_their_marker_and_nobody_else_is_touched() throws Exception {
        String mark;
        try (ChildHost earlier =
                ChildHost.open(dataDir, List.of(), 1, Waits.start(System::nanoTime), new ByteBudget(1 << 20))) {
            mark = earlier.nextMark();
        }
        Process leftover = sleeper(mark);
        Process foreign = sleeper("0".repeat(24) + ".1");
        Process similar = sleeper("x" + mark);
        try (ChildHost _ =
                ChildHost.open(dataDir, List.of(), 1, Waits.start(System::nanoTime), new ByteBudget(1 << 20))) {
            assertThat(leftover.waitFor(WAIT_MAX)).isTrue();
            assertThat(foreign.isAlive()).isTrue();
            assertThat(similar.isAlive()).isTrue();
        } finally {
            Stream.of(leftover, foreign, similar).forEach(Process::destroyForcibly);
        }
    }

    private static Process sleeper(String mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "300");
        builder.environment().put(ChildEnvironment.MARKER, mark);
        Process process = builder.start();
        eventually(() -> assertThat(Leftovers.find(mark::equals)).as("it runs").contains(process.pid()));
        return process;
    }

    @Test
    void a_child_that_cannot_start_is_degraded_and_its_last_words_are_escaped_and_hold_no_secret() {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(stdio(ID, "crash-at-start"));
            eventually(() ->
                    assertThat(fleet.fleet.listing(ID).health()).as("it failed").isEqualTo(Health.DEGRADED));
            assertThat(fleet.fleet.listing(ID).detail())
                    .contains("status 7")
                    .contains("\\u001b[31mno licence")
                    .contains("[secret]")
                    .doesNotContain("s3cret-value-1");
        }
    }

    @Test
    void a_program_that_does_not_exist_is_told_by_name() {
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(plain(List.of("no-such-program-anywhere"), Isolation.PROCESS));
            eventually(() ->
                    assertThat(fleet.fleet.listing(ID).detail()).as("it failed").contains("no-such-program-anywhere"));
        }
    }

    @Test
    void a_demanded_sandbox_that_cannot_be_had_means_no_start() throws Exception {
        assumeFalse(works(Isolation.SANDBOX), "bubblewrap works here");
        try (Fleet fleet = new Fleet(dataDir)) {
            fleet.adopt(plain(List.of("cat"), Isolation.SANDBOX));
            eventually(() ->
                    assertThat(fleet.fleet.listing(ID).detail()).as("it failed").contains("SANDBOX is demanded"));
        }
    }

    @Test
    void a_child_with_its_own_uid_has_no_privileges_and_cannot_read_private_files() throws Exception {
        assumeTrue(works(Isolation.USER), "needs root");
        Path secret = Files.writeString(dataDir.resolve("secret"), "canary");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertThat(output(Isolation.USER, "cat", "/proc/self/status"))
                .containsPattern("Uid:\\s+64001\\s+64001\\s+64001")
                .containsPattern("NoNewPrivs:\\s+1")
                .containsPattern("CapBnd:\\s+0000000000000000");
        assertThat(output(Isolation.USER, "cat", secret.toString())).doesNotContain("canary");
    }

    @Test
    void a_sandboxed_child_sees_neither_private_files_nor_the_gateway() throws Exception {
        assumeTrue(works(Isolation.SANDBOX), "bubblewrap does not work here");
        Path secret = Files.writeString(dataDir.resolve("secret"), "canary");
        for (Isolation level : List.of(Isolation.SANDBOX, Isolation.PROCESS)) {
            assertThat(output(level, "cat", secret.toString())).doesNotContain("canary");
            assertThat(output(level, "cat", "/proc/" + ProcessHandle.current().pid() + "/root" + secret))
                    .doesNotContain("canary");
            assertThat(output(level, "echo", "alive")).contains("alive");
        }
        assertThat(output(Isolation.SANDBOX, "touch", "/usr/touched")).isEmpty();
        assertThat(Path.of("/usr/touched")).doesNotExist();
    }

    private boolean works(Isolation level) throws InterruptedException {
        try (Spawner spawner = new Spawner()) {
            return new Containment(spawner, List.of(dataDir))
                    .wrap(level, Containment.UID_FIRST, Path.of("/"), List.of("true"))
                    .isPresent();
        }
    }

    private String output(Isolation level, String... command) throws Exception {
        try (Spawner spawner = new Spawner()) {
            List<String> wrapped = new Containment(spawner, List.of(dataDir))
                    .wrap(level, Containment.UID_FIRST, Path.of("/"), List.of(command))
                    .orElseThrow()
                    .command();
            Process process = spawner.start(new ProcessBuilder(wrapped));
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static UpstreamSpec plain(List<String> command, Isolation level) {
        return new UpstreamSpec.Stdio(ID, "d", Limits.DEFAULT, command, Map.of(), "", level, Protocol.AUTO);
    }
}
