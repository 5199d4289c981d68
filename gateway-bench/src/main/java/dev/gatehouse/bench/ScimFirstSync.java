package dev.gatehouse.bench;

import dev.gatehouse.testkit.scim.ScimSync;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;

/**
 * How long a provider's first synchronisation takes: 10,000 people looked for and created, 500 groups filled, then all
 * memberships read back. {@code ./dev bench-scim} runs it.
 */
public final class ScimFirstSync {
    private static final String TOKEN = "scim-token-of-at-least-32-characters";

    private ScimFirstSync() {}

    public static void main(String[] args) throws Exception {
        int users = Integer.getInteger("users", 10_000);
        int groups = Integer.getInteger("groups", 500);
        try (Scratch scratch = Scratch.create()) {
            Files.writeString(scratch.path().resolve("scim.token"), TOKEN);
            try (GatewayUnderTest gateway = GatewayUnderTest.start(scratch.path(), body(scratch))) {
                ScimSync sync = new ScimSync(URI.create("http://127.0.0.1:" + gateway.port()), TOKEN, users, groups);
                long started = System.nanoTime();
                sync.run();
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                boolean whole = sync.usersThere() == users && sync.membershipsThere() == sync.memberships();
                System.out.printf(
                        Locale.ROOT,
                        "%,d users, %,d groups, %,d memberships: %.1f s, %s%n",
                        users,
                        groups,
                        sync.memberships(),
                        took.toMillis() / 1e3,
                        whole ? "all there" : "NOT ALL THERE");
            }
        }
    }

    private static String body(Scratch scratch) {
        return """
                identity:
                  providers:
                    sync:
                      issuer: "https://idp.test"
                      clientId: gateway
                      scim: { token: "${file:%s}" }
                """.formatted(scratch.path().resolve("scim.token"));
    }
}
