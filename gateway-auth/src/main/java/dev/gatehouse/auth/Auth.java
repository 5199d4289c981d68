package dev.gatehouse.auth;

import dev.gatehouse.auth.admin.AdminApi;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.agent.AgentCredentials;
import dev.gatehouse.auth.agent.AgentListing;
import dev.gatehouse.auth.agent.AgentWatch;
import dev.gatehouse.auth.apikey.ApiKeys;
import dev.gatehouse.auth.authorize.Authorization;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.auth.keys.AeadSealer;
import dev.gatehouse.auth.keys.DataKeyHash;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.MasterKeyException;
import dev.gatehouse.auth.local.LocalPeople;
import dev.gatehouse.auth.login.Browsers;
import dev.gatehouse.auth.login.Login;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.auth.role.RoleRoster;
import dev.gatehouse.auth.scim.Scim;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Tokens;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.KeyedHash;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.identity.Standing;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This module put together: open one per process, close it after the listeners. */
public final class Auth implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Auth.class);

    private final Tokens tokens;
    private final AeadSealer sealer;
    private final KeyedHash keyedHash;
    private final Agents agents;
    private final Known known;
    private final Login login;
    private final LocalPeople localPeople;
    private final Administering administering;
    private final List<Endpoint> endpoints;
    private final AuthRefresh refresh;
    private final AtomicLong told;
    private volatile Runnable changed = () -> {};

    private Auth(Parts parts, Known known) {
        Runnable keep = () -> {
            known.keep(parts.copy());
            tellChanges();
        };
        this.known = known;
        this.told = new AtomicLong(known.version());
        this.sealer = new AeadSealer(known.dataKeys(), parts.clocks());
        this.keyedHash = new DataKeyHash(known.dataKeys(), parts.clocks());
        this.agents = new Agents(parts, known, keep, () -> changed.run());
        OAuthClients clients = OAuthClients.of(parts, known.agents());
        CodeGrants grants = new CodeGrants(sealer, known.revocations(), parts.clocks());
        this.tokens = new Tokens(new Tokens.Parts(
                parts.issuer(),
                known.keys(),
                known.agents(),
                known.apiKeys(),
                known.people(),
                clients.authenticator(),
                clients.usedAssertions(),
                known.revocations(),
                grants,
                parts.place(),
                parts.revisions()));
        Login.Parts people = new Login.Parts(parts.issuer().url(), parts.place(), known.people(), parts.revisions());
        this.login = new Login(people);
        this.localPeople = new LocalPeople(people, login.sessions());
        Authorization authorization = new Authorization(new Authorization.Parts(
                parts.issuer(),
                clients.directory(),
                login.browsers(),
                grants,
                known.revocations(),
                sealer,
                parts.place(),
                parts.revisions()));
        List<Endpoint> named = Stream.of(
                        tokens.endpoints(),
                        authorization.endpoints(),
                        login.endpoints(),
                        localPeople.endpoints(),
                        clients.directory().endpoints(),
                        new MetadataEndpoints(parts.issuer(), known.keys(), parts.revisions()).endpoints(),
                        new Scim(known.people(), parts.place(), parts.issuer(), parts.revisions()).endpoints())
                .flatMap(List::stream)
                .toList();
        this.administering = Administering.of(parts, known, agents, tokens, clients, grants, keep);
        this.endpoints = Stream.concat(named.stream(), DefaultPaths.of(named)).toList();
        this.refresh = AuthRefresh.start(known, keep, this::tellChanges);
        refresh.look("flags of agents", agents::look);
        refresh.sweep("API keys", known.apiKeys()::sweep);
        refresh.sweep("tokens and grants", tokens::sweep);
        refresh.reseal("signing keys", known.keys()::reseal);
        refresh.sweep("clients", clients::sweep);
        refresh.sweep("roles", known.roles()::sweep);
        refresh.sweep("logins", login::sweep);
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
            Clocks clocks) {
        RecordedChange.Place place() {
            return new RecordedChange.Place(database, journal, clocks);
        }
    }

    /**
     * Reads keys and agents; makes the first signing key where there is none.
     *
     * @throws MasterKeyException when the database was sealed by another master key
     * @throws SQLException when the database cannot be read
     */
    public static Auth open(Parts parts) throws SQLException, MasterKeyException {
        Known known = Known.open(parts);
        known.keep(parts.copy());
        return new Auth(parts, known);
    }

    /**
     * Takes keys and agents from the local copy, and from the database once that is back. Nobody else is known until then:
     * what people come with lasts minutes, and only the database renews it.
     *
     * @throws LocalCopyException when there is no copy, or one that was altered, is too old or not of this database
     */
    public static Auth restore(Parts parts) throws LocalCopyException {
        LocalCopy copy = parts.copy().orElseThrow(() -> new LocalCopyException("no local copy is kept"));
        LocalCopy.Restored restored = copy.restore(parts);
        LOG.warn("Agents and signing keys are those that the database confirmed at {}", restored.confirmedAt());
        return new Auth(parts, restored.known());
    }

    public Authenticator authenticator() {
        return tokens.authenticator();
    }

    public Sealer sealer() {
        return sealer;
    }

    /** Hashes names alike on all gateways of the database. */
    public KeyedHash keyedHash() {
        return keyedHash;
    }

    /** Makes agents; issues, rotates and revokes. */
    public AgentCredentials credentials() {
        return agents.credentials();
    }

    public AgentListing agents() {
        return agents.listing();
    }

    /** The agent that acts in a request, on its own or for a person. */
    public Optional<AgentName> actor(Principal principal) {
        return known.agents().actor(principal);
    }

    public ApiKeys apiKeys() {
        return agents.apiKeys();
    }

    /** Counts the agents that somebody should look at. */
    public AgentWatch agentWatch() {
        return agents.watch();
    }

    /**
     * The admin API of everything together.
     *
     * @param machine whether an {@code Authorization} header presents the machine's own token
     * @param others what is administered besides who may call
     */
    public AdminApi adminApi(Predicate<String> machine, List<AdminRoute> others) {
        return administering.api(machine, others);
    }

    public People people() {
        return known.people();
    }

    /** Everybody whom a provider vouches for, active or not, in no order. */
    public Stream<Person> everybody() {
        return known.people().roster().everybody();
    }

    /** Whether this is nobody, or nobody active; false also while nobody can tell. */
    public boolean isGone(PersonId person) {
        return known.people().roster().isRead()
                && known.people().find(person).filter(Person::active).isEmpty();
    }

    public RoleRoster roles() {
        return known.roles();
    }

    /** Knows the person at a browser, for pages of other parts. */
    public Browsers browsers() {
        return login.browsers();
    }

    /** See {@link LocalPeople#bootstrapToken}. */
    public Optional<String> bootstrapToken() throws SQLException {
        return localPeople.bootstrapToken();
    }

    /** What is switched off now. */
    public Supplier<KillSwitches> switches() {
        return known.kills();
    }

    /** Says whether those who were let in before may stay. */
    public Standing standing() {
        return tokens.bearers();
    }

    /** Somebody who came in before, as they are now; empty when what they came with counts no more. */
    public Optional<Principal> again(Principal before) {
        return tokens.bearers().again(before);
    }

    /**
     * From now on the action, which must not block, runs after each change of an agent's credentials, of people or of
     * groups, of kill switches, each time a grant is withdrawn, and when an agent's time is over.
     */
    public void onChange(Runnable action) {
        changed = action;
    }

    private void tellChanges() {
        long version = known.version();
        if (told.getAndSet(version) != version) {
            changed.run();
        }
    }

    /** Somebody else may have changed what is held in memory: reads it again soon. Does not block. */
    public void refreshSoon() {
        refresh.soon();
    }

    /** For the listener of clients. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Ends the refreshing of the copies in memory; the parts keep working on what they know. */
    @Override
    public void close() {
        refresh.close();
        login.close();
        tokens.close();
    }
}
