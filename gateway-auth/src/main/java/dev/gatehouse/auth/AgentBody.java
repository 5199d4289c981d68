package dev.gatehouse.auth;

import dev.gatehouse.auth.apikey.ApiKeys;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.revision.Agent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an administrator says of an agent or a key. Each reader throws IllegalArgumentException naming what is wrong. */
final class AgentBody {
    private static final int TEXT_CHARS_MAX = 500;

    private final Json json;

    private AgentBody(byte[] body, String... members) {
        try {
            json = Json.read(body);
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException("the body is no JSON", e);
        }
        List<String> known = List.of(members);
        for (String name : json.members().keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown member (expected: " + String.join(", ", known) + ")");
            }
        }
    }

    static Agent agent(byte[] body) {
        AgentBody said = new AgentBody(body, "name", "bundle", "owner", "purpose", "expires", "rotateEvery");
        Optional<Duration> rotateEvery = said.value("rotateEvery", Duration::parse);
        rotateEvery.ifPresent(every -> {
            if (every.compareTo(Agent.ROTATE_EVERY_MIN) < 0 || every.compareTo(Agent.ROTATE_EVERY_MAX) > 0) {
                throw new IllegalArgumentException("rotateEvery (expected: " + Agent.ROTATE_EVERY_MIN + " to "
                        + Agent.ROTATE_EVERY_MAX + ")");
            }
        });
        return new Agent(
                said.needed("name", AgentName::new),
                said.needed("bundle", BundleName::new),
                said.text("owner"),
                said.text("purpose"),
                said.value("expires", Instant::parse),
                rotateEvery,
                Optional.empty());
    }

    static Instant renewal(byte[] body) {
        return new AgentBody(body, "expires").needed("expires", Instant::parse);
    }

    static ApiKeys.Wish key(byte[] body) {
        AgentBody said = new AgentBody(body, "label", "server", "lifetime");
        return new ApiKeys.Wish(
                said.needed("label", text -> text),
                said.value("server", ServerName::new),
                said.value("lifetime", Duration::parse).orElse(ApiKeys.LIFETIME));
    }

    private <T> T needed(String name, Function<String, T> reader) {
        return value(name, reader).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    private <T> Optional<T> value(String name, Function<String, T> reader) {
        try {
            return text(name).map(reader);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " (expected: ISO 8601)", e);
        }
    }

    private Optional<String> text(String name) {
        if (json.member(name).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(json.text(name)
                .filter(text -> !text.isBlank()
                        && text.length() <= TEXT_CHARS_MAX
                        && text.chars().noneMatch(Character::isISOControl))
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " (expected: 1 to " + TEXT_CHARS_MAX + " characters on one line)")));
    }
}
