package dev.gatehouse.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.conformance.UpstreamFace.Case;
import dev.gatehouse.server.e2e.NodeModules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway as a client of its upstreams, judged by the official suite; its scenarios with OAuth come later. */
class UpstreamFaceTest {
    private static final Path EXPECTED = Path.of("src/test/conformance/client.yaml");

    private static UpstreamFace face;

    @BeforeAll
    static void start() throws Exception {
        face = UpstreamFace.start(NodeModules.conformance());
    }

    @AfterAll
    static void stop() throws IOException {
        if (face != null) {
            face.close();
        }
    }

    static Stream<Case> cases() {
        return Stream.concat(
                both("2025-11-25", "initialize", "tools_call"),
                both(
                        "2026-07-28",
                        "tools_call",
                        "request-metadata",
                        "http-standard-headers",
                        "http-custom-headers",
                        "http-invalid-tool-headers",
                        "json-schema-ref-no-deref",
                        "json-schema-2020-12-preservation"));
    }

    static Stream<Case> casesThatAskOrResume() {
        return Stream.concat(
                both("2025-11-25", "elicitation-sep1034-client-defaults", "sse-retry"),
                both("2026-07-28", "sep-2322-client-request-state"));
    }

    /** With a client of each era before the gateway. */
    private static Stream<Case> both(String revision, String... scenarios) {
        return Arrays.stream(scenarios)
                .flatMap(scenario -> Stream.of("legacy", "modern").map(era -> new Case(scenario, revision, era)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void passes(Case one) throws Exception {
        assertThat(ExpectedFailures.read(EXPECTED).unexpected(face.run(one).scenarios()))
                .as(() -> "failures; the wire is in " + face.folder().resolve(one.toString()))
                .isEmpty();
    }

    @Disabled("needs questions from upstreams carried to clients, and lost streams of upstreams resumed")
    @ParameterizedTest(name = "{0}")
    @MethodSource("casesThatAskOrResume")
    void asks_and_resumes(Case one) throws Exception {
        passes(one);
    }
}
