package dev.gatehouse.auth.proof;

import dev.gatehouse.auth.agent.AgentClient;
import dev.gatehouse.auth.client.OAuthClient;
import java.util.Optional;

/** What became of a client's proof. */
public sealed interface ClientCheck {

    /** Somebody is at the other end. */
    sealed interface Known extends ClientCheck {
        String clientId();
    }

    /** An agent, which acts for itself. */
    record Agent(AgentClient client) implements Known {
        @Override
        public String clientId() {
            return client.clientId();
        }
    }

    /** A client that acts for people. A public one has proved nothing: whoever knows its id can be it. */
    record Client(OAuthClient client) implements Known {
        @Override
        public String clientId() {
            return client.clientId();
        }
    }

    /**
     * Nobody is let in.
     *
     * @param description for the client's developer; tells nothing that the client could not know
     * @param clientId who it claimed to be
     * @param reason for the audit trail, never for the client
     */
    record Refused(Problem problem, String description, Optional<String> clientId, String reason)
            implements ClientCheck, ClientProof {
        static Refused malformed(String description) {
            return new Refused(Problem.MALFORMED, description, Optional.empty(), description);
        }

        static Refused unnamed() {
            return new Refused(Problem.NOT_PROVED, NOT_PROVED, Optional.empty(), "no usable client credentials");
        }

        static Refused notProved(String clientId, String reason) {
            return new Refused(Problem.NOT_PROVED, NOT_PROVED, Optional.of(clientId), reason);
        }

        static Refused tooMany(String clientId) {
            String description = "too many failed attempts";
            return new Refused(Problem.TOO_MANY_ATTEMPTS, description, Optional.of(clientId), description);
        }

        static Refused unavailable(String clientId, String description) {
            return new Refused(Problem.UNAVAILABLE, description, Optional.of(clientId), description);
        }
    }

    /** Each is one error of RFC 6749 §5.2. */
    enum Problem {
        MALFORMED,
        NOT_PROVED,
        TOO_MANY_ATTEMPTS,
        UNAVAILABLE
    }

    String NOT_PROVED = "client authentication failed";
}
