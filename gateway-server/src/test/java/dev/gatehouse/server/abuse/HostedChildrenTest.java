package dev.gatehouse.server.abuse;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T56, T59: what a child of the whole gateway gets to see, and that none outlives it, however it ends. */
class HostedChildrenTest {
    /** The allow-list, what the file gives, and the marker by which leftovers are found. */
    private static final Set<String> ALLOWED =
            Set.of("HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "USER", "GIVEN", "GATEHOUSE_CHILD_OF");

    /** Set by the shell itself. */
    private static final Set<String> OF_THE_SHELL = Set.of("PWD", "OLDPWD", "SHLVL", "_");

    @TempDir
    Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        String demo = TestGateway.demoUpstream();
        String arguments = demo.substring(demo.indexOf('[') + 1, demo.indexOf(']'));
        String program = demo.substring(demo.indexOf('"') + 1, demo.indexOf('"', demo.indexOf('"') + 1));
        gateway = TestGateway.prepare(folder, TestDatabase.shared().freshDatabase(), """
                upstreams:
                  tattler:
                    command: sh
                    args: ["-c", "env > seen.env; setsid sleep 1000 & exec \\"$0\\" \\"$@\\"", "%s", %s]
                    env: { GIVEN: by the file }
                virtualServers:
                  main: { upstreams: { tattler: {} } }
                agents:
                  alice: { bundle: team }
                bundles:
                  team: { virtualServers: [main] }
                """.formatted(program, arguments))
                .withEnvironment("GATEWAYS_OWN_SECRET", "not for children")
                .start();
        McpCaller.of(gateway, "alice", "main").awaitTools("tattler_echo");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void a_child_sees_the_allow_list_and_what_it_was_given() throws Exception {
        Set<String> seen = Files.readAllLines(folder.resolve("seen.env")).stream()
                .map(line -> line.substring(0, Math.max(0, line.indexOf('='))))
                .collect(Collectors.toSet());
        seen.removeAll(OF_THE_SHELL);
        assertThat(seen).contains("GIVEN").isSubsetOf(ALLOWED);
    }

    @Test
    void sigterm_leaves_no_child_and_no_grandchild() throws Exception {
        List<ProcessHandle> family = family();
        assertThat(gateway.terminate()).as(gateway.logTail()).isZero();
        awaitGone(family);
    }

    @Test
    void what_a_killed_gateway_left_is_gone_after_the_next_start() throws Exception {
        List<ProcessHandle> family = family();
        gateway.kill9();
        gateway.start();
        awaitGone(family);
        McpCaller.of(gateway, "alice", "main").awaitTools("tattler_echo");
    }

    /** The child, and the grandchild that left its process group. */
    private List<ProcessHandle> family() {
        List<ProcessHandle> family = gateway.process().descendants().toList();
        assertThat(family)
                .extracting(member -> member.info().command().orElse(""))
                .anyMatch(command -> command.endsWith("java"))
                .anyMatch(command ->
                        command.endsWith("sleep") || command.endsWith("busybox") || command.endsWith("coreutils"));
        return family;
    }

    private static void awaitGone(List<ProcessHandle> family) {
        eventually(() -> assertThat(family).noneMatch(ProcessHandle::isAlive));
    }
}
