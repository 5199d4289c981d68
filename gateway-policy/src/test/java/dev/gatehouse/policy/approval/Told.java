package dev.gatehouse.policy.approval;

import dev.gatehouse.core.identity.Confidential;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A channel that keeps what it was told. */
final class Told {
    int status = 200;
    private final List<String> bodies = new ArrayList<>();
    private Map<String, String> headers = Map.of();

    Notifier notifier(ApprovalWorld world) {
        Channel channel = new Channel(
                URI.create("https://hooks.example/"),
                Channel.Format.JSON,
                Optional.of(new Confidential("s3cret")),
                List.of());
        return new Notifier(
                world.database,
                () -> Map.of("ops", channel),
                (_, sent, body) -> {
                    headers = sent;
                    bodies.add(new String(body, StandardCharsets.UTF_8));
                    return status;
                },
                ApprovalWorld.PAGE,
                () -> world.now);
    }

    int about(String id) {
        return (int) bodies.stream().filter(body -> body.contains(id)).count();
    }

    Map<String, String> last() {
        return headers;
    }
}
