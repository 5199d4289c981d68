package dev.gatehouse.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.identity.IdentityWorld;
import dev.gatehouse.server.identity.Person;
import dev.gatehouse.testkit.conformance.Suite;
import dev.gatehouse.testkit.npm.NpmProject;
import dev.gatehouse.testkit.port.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** The suite's scenarios for authorization servers: the gateway is that server, with a provider of people behind it. */
final class AuthorizationFace {
    static final Path EXPECTED_FAILURES = Path.of("src/test/conformance/authorization.yaml");
    static final Path FOLDER = Path.of("target/conformance/authorization").toAbsolutePath();

    private AuthorizationFace() {}

    static Suite.Run run(NpmProject npm) throws Exception {
        IdentityWorld world = IdentityWorld.shared();
        return new Suite(npm, Folders.fresh(FOLDER))
                .authorization(
                        world.gateway.url(),
                        "suite",
                        world.gateway.mcpUrl("desk"),
                        FreePort.any(),
                        url -> logIn(world, url));
    }

    private static void logIn(IdentityWorld world, String url) throws Exception {
        try (Person somebody = world.person("somebody");
                HttpClient browser = HttpClient.newHttpClient()) {
            URI answer = URI.create(somebody.allow(url));
            assertThat(browser.send(HttpRequest.newBuilder(answer).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
