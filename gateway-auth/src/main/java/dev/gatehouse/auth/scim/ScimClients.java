package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.rate.LeakyBuckets;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Rejections;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Knows which provider's SCIM client is calling, by its bearer token (RFC 6750). */
final class ScimClients {
    /** Bad tokens of one address that are recorded, each of which counts for {@link #FORGIVEN_EACH}. */
    static final int FAILURES_MAX = 100;

    static final Duration FORGIVEN_EACH = Duration.ofSeconds(30);

    private static final String SCHEME = "Bearer ";

    private final Supplier<Revision> revisions;
    private final LeakyBuckets<String> failures;
    private final Rejections rejections;
    private final Clocks clocks;

    ScimClients(Supplier<Revision> revisions, AuditJournal journal, Clocks clocks) {
        this.revisions = revisions;
        this.failures = new LeakyBuckets<>(FAILURES_MAX, FORGIVEN_EACH, clocks);
        this.rejections = new Rejections(journal, clocks);
        this.clocks = clocks;
    }

    /**
     * The provider whose token this is. A token that two providers share is nobody's. A good one is never refused for what
     * others at its address, which may be a proxy's, got wrong: it is too long to be guessed.
     */
    String authenticate(Request request) throws ScimRefusal {
        Optional<String> token = request.header("authorization")
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
        if (token.isEmpty()) {
            throw new ScimRefusal(Kind.UNAUTHORIZED, "a bearer token is expected");
        }
        Set<String> owners = owners(sha256(token.get()));
        if (owners.size() != 1) {
            throw failed(request.peer());
        }
        return owners.iterator().next();
    }

    private ScimRefusal failed(String peer) {
        if (!failures.take(peer, FAILURES_MAX)) {
            return new ScimRefusal(Kind.TOO_MANY_ATTEMPTS, "too many failed attempts");
        }
        rejections.record(
                new AuditEvent.CallRejected(clocks.now(), Optional.empty(), peer, "not the token of a SCIM client", 1));
        return new ScimRefusal(Kind.UNAUTHORIZED, "this bearer token is not known");
    }

    /** Compares with every token there is, whichever fits: the time taken says nothing. */
    private Set<String> owners(byte[] presented) {
        Set<String> owners = new HashSet<>();
        for (IdentityProvider provider : revisions.get().trust().providers()) {
            for (Confidential token : provider.scimTokens()) {
                if (MessageDigest.isEqual(sha256(token.value()), presented)) {
                    owners.add(provider.name());
                }
            }
        }
        return owners;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
