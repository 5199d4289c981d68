package dev.gatehouse.server.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.AuditRows;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.scim.ScimSync;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identity providers as they really talk, over HTTP, with a whole gateway. */
class ScimTranscriptsTest {
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static TestGateway gateway;
    private static AuditRows rows;

    @BeforeAll
    static void start() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        gateway = TestGateway.prepare(folder, database, """
                identity:
                  providers:
                    okta: { issuer: "https://okta.test", clientId: gw, scim: { token: "${env:OKTA_SCIM}" } }
                    entra: { issuer: "https://entra.test", clientId: gw, scim: { token: "${env:ENTRA_SCIM}" } }
                    sync: { issuer: "https://sync.test", clientId: gw, scim: { token: "${env:SYNC_SCIM}" } }
                """)
                .withEnvironment("OKTA_SCIM", token("okta"))
                .withEnvironment("ENTRA_SCIM", token("entra"))
                .withEnvironment("SYNC_SCIM", token("sync"))
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    private static String token(String provider) {
        return provider + "-scim-token-of-at-least-32-characters";
    }

    @ParameterizedTest
    @ValueSource(strings = {"okta", "entra"})
    void a_provider_is_answered_as_it_expects(String provider) throws Exception {
        Transcript transcript = Transcript.read(provider + ".scim");
        assertThat(transcript.length()).isGreaterThan(15);
        transcript.hold(gateway, token(provider));
        assertThat(rows.await(
                        "type = 'administered' and subject = 'scim of " + provider
                                + "' and convert_from(body, 'UTF8') like '%\"group.%'",
                        count -> count >= 4,
                        SHIPPING_WAIT_MAX))
                .isGreaterThanOrEqualTo(4);
    }

    @Test
    void five_hundred_people_in_twenty_five_groups_arrive_whole() throws Exception {
        ScimSync sync = new ScimSync(URI.create(gateway.url()), token("sync"), 500, 25);
        sync.run();
        assertThat(sync.usersThere()).isEqualTo(500);
        assertThat(sync.groupsThere()).isEqualTo(25);
        assertThat(sync.membershipsThere()).isEqualTo(sync.memberships());
    }
}
