package dev.gatehouse.auth.admin.resource;

import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.auth.agent.AgentFlag;
import dev.gatehouse.auth.agent.AgentStatus;
import dev.gatehouse.auth.agent.CredentialChange;
import dev.gatehouse.auth.apikey.ApiKeyChange;
import dev.gatehouse.auth.apikey.ApiKeyStatus;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.revision.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Agents and their keys as the admin API sends and takes them. */
final class AgentRecords {
    private AgentRecords() {}

    record AgentList(
            List<AgentView> agents,
            @About("The cursor of the next page.") Optional<String> next) {}

    /** Whoever only approves in its bundle learns nothing of its credentials. */
    record AgentView(
            String name,
            AgentStatus.State state,
            AgentStatus.Source source,
            Optional<String> bundle,
            @About("Who answers for it.") Optional<String> owner,
            Optional<String> purpose,
            @About("From then on it is refused.") Optional<Instant> expires,

            @About("How old a secret may grow before it should be replaced.")
            Optional<Duration> rotateEvery,

            @About("What somebody should look at.") List<AgentFlag> flags,
            Optional<String> clientId,
            Optional<Instant> createdAt,
            Optional<Instant> rotatedAt,

            @About("Until then the secret before the newest works.")
            Optional<Instant> previousSecretUntil,

            @About("Then its secret is too old to be accepted.")
            Optional<Instant> secretUntil) {

        static AgentView of(AgentStatus agent, boolean withCredentials) {
            return new AgentView(
                    agent.agent().value(),
                    agent.state(),
                    agent.source(),
                    agent.bundle().map(BundleName::value),
                    agent.owner(),
                    agent.known().flatMap(Agent::purpose),
                    agent.known().flatMap(Agent::expires),
                    agent.known().flatMap(Agent::rotateEvery),
                    agent.flags().stream().sorted().toList(),
                    agent.clientId().filter(_ -> withCredentials),
                    agent.createdAt(),
                    agent.rotatedAt().filter(_ -> withCredentials),
                    agent.previousUntil().filter(_ -> withCredentials),
                    agent.secretUntil().filter(_ -> withCredentials));
        }
    }

    record NewAgent(
            @About("Lower-case letters, digits and dashes.") String name,
            String bundle,
            Optional<String> owner,
            Optional<String> purpose,
            Optional<Instant> expires,
            Optional<Duration> rotateEvery) {}

    record Renewal(Instant expires) {}

    record AgentCredential(
            String clientId,
            @About("Told this once and never again.") String clientSecret,
            Optional<Instant> previousSecretUntil) {

        static AgentCredential of(CredentialChange.Issued issued) {
            return new AgentCredential(issued.clientId(), issued.secret().value(), issued.previousUntil());
        }

        @Override
        public String toString() {
            return "AgentCredential[" + clientId + "]";
        }
    }

    record RevokedAgent(String clientId, AgentStatus.State state) {}

    record KeyList(List<KeyView> keys) {}

    record KeyView(
            String id,
            String label,
            @About("The first characters of the key.") String prefix,
            ApiKeyStatus.State state,
            @About("The one virtual server that it opens.") Optional<String> server,
            Instant createdAt,
            Instant expires,
            @About("To the minute.") Optional<Instant> lastUsedAt) {

        static KeyView of(ApiKeyStatus key) {
            return new KeyView(
                    key.id(),
                    key.label(),
                    key.shown(),
                    key.state(),
                    key.server().map(ServerName::value),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt());
        }
    }

    record NewKey(
            String label,

            @About("The one virtual server that it opens; left out: those that its agent may use.")
            Optional<String> server,

            @About("Left out: P90D.") Optional<Duration> lifetime) {}

    record IssuedKey(
            String id,
            String label,
            String prefix,
            ApiKeyStatus.State state,
            Optional<String> server,
            Instant createdAt,
            Instant expires,
            @About("Told this once and never again.") String key) {

        static IssuedKey of(ApiKeyChange.Issued issued) {
            KeyView view = KeyView.of(issued.status());
            return new IssuedKey(
                    view.id,
                    view.label,
                    view.prefix,
                    view.state,
                    view.server,
                    view.createdAt,
                    view.expires,
                    issued.key().value());
        }

        @Override
        public String toString() {
            return "IssuedKey[" + id + "]";
        }
    }

    record RevokedKey(String id, ApiKeyStatus.State state) {}
}
