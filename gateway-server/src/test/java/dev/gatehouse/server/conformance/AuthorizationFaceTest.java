package dev.gatehouse.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.NodeModules;
import dev.gatehouse.testkit.conformance.Suite;
import org.junit.jupiter.api.Test;

/** The gateway as an authorization server, judged by the official suite. */
class AuthorizationFaceTest {
    @Test
    void passes() throws Exception {
        Suite.Run run = AuthorizationFace.run(NodeModules.conformance());
        ExpectedFailures expected = ExpectedFailures.read(AuthorizationFace.EXPECTED_FAILURES);
        assertThat(expected.unexpected(run.scenarios()))
                .as(() -> "failures; the log is in " + AuthorizationFace.FOLDER)
                .isEmpty();
        assertThat(expected.stale(run.scenarios())).isEmpty();
        assertThat(run.scenarios()).hasSize(2).allMatch(scenario -> scenario.passed() > 0);
        assertThat(run.exitCode()).as("the suite's own verdict").isZero();
    }
}
