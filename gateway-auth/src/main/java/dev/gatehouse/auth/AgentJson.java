package dev.gatehouse.auth;

import dev.gatehouse.auth.agent.AgentFlag;
import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.apikey.ApiKeyChange;
import dev.gatehouse.auth.apikey.ApiKeyStatus;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.revision.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Agents and their keys as the admin API writes them. */
final class AgentJson {

    private AgentJson() {}

    static Json issued(CredentialChange.Issued issued) {
        return Json.object()
                .put("clientId", issued.clientId())
                .put("clientSecret", issued.secret().value())
                .putIf("previousSecretUntil", issued.previousUntil().map(Instant::toString))
                .build();
    }

    static Json status(AgentStatus agent) {
        return Json.object()
                .put("name", agent.agent().value())
                .put("state", word(agent.state()))
                .put("source", word(agent.source()))
                .putIf("bundle", agent.bundle().map(BundleName::value))
                .putIf("owner", agent.owner())
                .putIf("purpose", agent.known().flatMap(Agent::purpose))
                .putIf("expires", agent.known().flatMap(Agent::expires).map(Instant::toString))
                .putIf("rotateEvery", agent.known().flatMap(Agent::rotateEvery).map(Duration::toString))
                .putIf("clientId", agent.clientId())
                .putIf("createdAt", agent.createdAt().map(Instant::toString))
                .putIf("rotatedAt", agent.rotatedAt().map(Instant::toString))
                .putIf("previousSecretUntil", agent.previousUntil().map(Instant::toString))
                .putIf("secretUntil", agent.secretUntil().map(Instant::toString))
                .put(
                        "flags",
                        Json.of(agent.flags().stream()
                                .map(AgentFlag::word)
                                .map(Json::of)
                                .toList()))
                .build();
    }

    static Json issued(ApiKeyChange.Issued issued) {
        return key(issued.status()).put("key", issued.key().value()).build();
    }

    static Json status(ApiKeyStatus key) {
        return key(key).build();
    }

    private static ObjectWriter key(ApiKeyStatus key) {
        return Json.object()
                .put("id", key.id())
                .put("label", key.label())
                .put("prefix", key.shown())
                .put("state", word(key.state()))
                .putIf("server", key.server().map(ServerName::value))
                .put("createdAt", key.createdAt().toString())
                .put("expires", key.expiresAt().toString())
                .putIf("lastUsedAt", key.lastUsedAt().map(Instant::toString));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
