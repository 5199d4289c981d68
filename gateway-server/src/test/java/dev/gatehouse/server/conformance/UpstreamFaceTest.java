package dev.gatehouse.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.conformance.UpstreamFace.Case;
import dev.gatehouse.server.e2e.NodeModules;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway as a client of its upstreams, judged by the official suite; its scenarios with OAuth come later. */
class UpstreamFaceTest {
    private static final int STANDARD_HEADER_CHECKS = 9;

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

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gatehouse.server.conformance.UpstreamFace$Case#plain")
    void passes(Case one) throws Exception {
        assertThat(ExpectedFailures.read(UpstreamFace.EXPECTED_FAILURES)
                        .unexpected(face.run(one).scenarios()))
                .as(() -> "failures; the wire is in " + face.folder().resolve(one.toString()))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gatehouse.server.conformance.UpstreamFace$Case#askingOrResuming")
    void asks_and_resumes(Case one) throws Exception {
        passes(one);
    }

    /** The suite skips what it does not see; here it must see all three lists, and the names of what is got. */
    @ParameterizedTest(name = "{0} client")
    @ValueSource(strings = {"legacy", "modern"})
    void prompts_and_resources_have_the_standard_headers_too(String era) throws Exception {
        Case one = new Case("http-standard-headers", "2026-07-28", era);
        assertThat(face.run(one).scenarios())
                .singleElement()
                .satisfies(scenario -> assertThat(scenario.passed()).isGreaterThanOrEqualTo(STANDARD_HEADER_CHECKS));
    }
}
