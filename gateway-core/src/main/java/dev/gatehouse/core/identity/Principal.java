package dev.gatehouse.core.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A caller whose identity was proved, or who may be anonymous because the configuration says so. Never holds the token.
 *
 * @param kind what sort of caller; agents and people are told apart everywhere
 * @param issuer who vouches for the subject
 * @param subject unique within the issuer, for ever: an agent's name, a person's id
 * @param name how the configuration calls a person, {@code provider/userName}; may change while the subject stays
 * @param clientId the OAuth client that presented the token
 * @param groups each as {@code provider/group}
 * @param scopes what the token allows
 * @param bundle the one that was chosen for this token, or that an agent belongs to; empty: the file's order decides
 * @param owner who answers for an agent that the file does not name
 * @param grant what this proof rests on beside who it is: what a person agreed to, or an agent's API key; once that is
 *     withdrawn, what rests on it ends
 * @param expiresAt when the proof ends
 */
public record Principal(
        Kind kind,
        String issuer,
        String subject,
        Optional<String> name,
        String clientId,
        Set<String> groups,
        Set<String> scopes,
        Optional<BundleName> bundle,
        Optional<String> owner,
        Optional<String> grant,
        Instant expiresAt) {

    public enum Kind {
        AGENT,
        USER,
        ANONYMOUS
    }

    public static final Principal ANONYMOUS =
            new Principal(Kind.ANONYMOUS, "gatehouse", "anonymous", "anonymous", Set.of(), Set.of(), Instant.MAX);

    /** One that only its subject names, and for whom no bundle was chosen. */
    public Principal(
            Kind kind,
            String issuer,
            String subject,
            String clientId,
            Set<String> groups,
            Set<String> scopes,
            Instant expiresAt) {
        this(
                kind,
                issuer,
                subject,
                Optional.empty(),
                clientId,
                groups,
                scopes,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                expiresAt);
    }

    public Principal {
        groups = Set.copyOf(groups);
        scopes = Set.copyOf(scopes);
    }

    public Optional<AgentName> agent() {
        return kind == Kind.AGENT ? Optional.of(new AgentName(subject)) : Optional.empty();
    }

    /** What people read: the name where there is one. */
    public String label() {
        return name.orElse(subject);
    }

    /** One string per identity, safe as a key: issuer, kind and subject cannot run into each other. */
    public String key() {
        return kind + "|" + issuer.length() + "|" + issuer + "|" + subject + "|" + clientId;
    }
}
