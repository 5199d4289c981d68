package dev.gatehouse.auth;

import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.keys.AeadSealer;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.MasterKeyException;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.proof.ClientAuthenticator;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.TokenAuthenticator;
import dev.gatehouse.auth.token.TokenEndpoint;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.identity.Standing;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This module put together: open one per process, close it after the listeners. */
public final class Auth implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Auth.class);

    private final AuditJournal journal;
    private final SigningKeys keys;
    private final TokenAuthenticator authenticator;
    private final AeadSealer sealer;
    private final AgentCredentials credentials;
    private final AgentListing listing;
    private final AuthEndpoints endpoints;
    private final AuthRefresh refresh;
    private final AtomicLong told;
    private volatile Runnable changed = () -> {};

    private Auth(Parts parts, SigningKeys keys, AgentRoster roster) {
        Runnable keep = () -> {
            parts.copy().ifPresent(copy -> copy.keep(keys, roster));
            tellChanges(roster);
        };
        this.told = new AtomicLong(roster.version());
        this.journal = parts.journal();
        this.keys = keys;
        this.authenticator = new TokenAuthenticator(parts.issuer(), keys, roster, parts.clocks());
        this.sealer = new AeadSealer(parts.master());
        this.credentials = new AgentCredentials(parts.database(), roster, parts.journal(), parts.clocks(), keep);
        this.listing = new AgentListing(roster, parts.revisions(), parts.clocks());
        Clients clients = new ClientDirectory(parts.revisions());
        ClientAuthenticator proofs = new ClientAuthenticator(roster, clients, parts.clocks());
        this.endpoints = new AuthEndpoints(
                new TokenEndpoint(parts.issuer(), proofs, keys, parts.journal(), parts.revisions(), parts.clocks()),
                new MetadataEndpoints(parts.issuer(), keys, parts.revisions()),
                new AgentEndpoints(credentials, listing));
        this.refresh = AuthRefresh.start(roster, keys, keep);
    }

    /**
     * @param revisions the current revision, asked on every request
     * @param copy kept up to date, for a start while the database is away; empty when that cannot happen
     */
    public record Parts(
            Issuer issuer,
            MasterKey master,
            DataSource database,
            AuditJournal journal,
            Supplier<Revision> revisions,
            Optional<LocalCopy> copy,
            Clocks clocks) {}

    /**
     * Reads keys and agents; makes the first signing key where there is none.
     *
     * @throws MasterKeyException when the database was sealed by another master key
     * @throws SQLException when the database cannot be read
     */
    public static Auth open(Parts parts) throws SQLException, MasterKeyException {
        SigningKeys keys = SigningKeys.open(parts.database(), parts.master(), parts.clocks());
        AgentRoster roster = AgentRoster.open(parts.database(), parts.revisions(), parts.clocks());
        parts.copy().ifPresent(copy -> copy.keep(keys, roster));
        return new Auth(parts, keys, roster);
    }

    /**
     * Takes keys and agents from the local copy, and from the database once that is back.
     *
     * @throws LocalCopyException when there is no copy, or one that was altered, is too old or not of this database
     */
    public static Auth restore(Parts parts) throws LocalCopyException {
        LocalCopy copy = parts.copy().orElseThrow(() -> new LocalCopyException("no local copy is kept"));
        LocalCopy.Restored restored = copy.restore(parts);
        LOG.warn("Agents and signing keys are those that the database confirmed at {}", restored.confirmedAt());
        return new Auth(parts, restored.keys(), restored.roster());
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    public Sealer sealer() {
        return sealer;
    }

    /** Issues, rotates and revokes. */
    public AgentCredentials credentials() {
        return credentials;
    }

    public AgentListing agents() {
        return listing;
    }

    /** See {@link SigningKeys#rotate}. */
    public String rotateSigningKey(String actor) throws SQLException, AuditUnavailableException, MasterKeyException {
        return keys.rotate(journal, actor);
    }

    /** Says whether agents who were let in before may stay. */
    public Standing standing() {
        return authenticator;
    }

    /** From now on the action, which must not block, runs after each change of an agent's credentials. */
    public void onChange(Runnable action) {
        changed = action;
    }

    private void tellChanges(AgentRoster roster) {
        long version = roster.version();
        if (told.getAndSet(version) != version) {
            changed.run();
        }
    }

    /** For both listeners. */
    public List<Endpoint> endpoints() {
        return endpoints.endpoints();
    }

    /** Ends the refreshing of the copies in memory; the parts keep working on what they know. */
    @Override
    public void close() {
        refresh.close();
    }
}
