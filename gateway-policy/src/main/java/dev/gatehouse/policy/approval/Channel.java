package dev.gatehouse.policy.approval;

import dev.gatehouse.core.identity.Confidential;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where requests and decisions are told, by a post that is signed where there is a secret.
 *
 * @param to of an e-mail; empty otherwise
 */
public record Channel(URI url, Format format, Optional<Confidential> secret, List<String> to) {
    public Channel {
        to = List.copyOf(to);
    }

    public enum Format {
        /** The request as JSON, for a program. */
        JSON,
        /** What Slack's incoming webhooks take, and what many others take too. */
        SLACK,
        /** A message for a service that sends mail. */
        EMAIL
    }
}
