package dev.gatehouse.server.e2e;

import dev.gatehouse.testkit.npm.NpmProject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The npm projects of these tests. Skips the test, and says so, where Node.js is absent. */
public final class NodeModules {
    private NodeModules() {}

    /** The real clients and servers of {@code src/test/npm}. */
    public static NpmProject clients() throws IOException, InterruptedException {
        assumeNode();
        return NpmProject.installed(Path.of("src/test/npm"), Path.of("target/npm"));
    }

    /** The conformance suite and its fixture. */
    public static NpmProject conformance() throws IOException, InterruptedException {
        assumeNode();
        return NpmProject.conformance();
    }

    private static void assumeNode() throws InterruptedException {
        boolean possible = NpmProject.possible();
        if (!possible) {
            System.out.println("SKIPPED: tests with real MCP clients need node and npm on the PATH");
        }
        Assumptions.assumeTrue(possible, "node and npm are not on the PATH");
    }
}
