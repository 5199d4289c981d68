package dev.gatehouse.auth.token;

import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.apikey.ApiKey;
import dev.gatehouse.auth.apikey.ApiKeyAuthenticator;
import dev.gatehouse.auth.apikey.ApiKeyRoster;
import dev.gatehouse.auth.bearer.AccessTokens;
import dev.gatehouse.auth.bearer.Bearers;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.bearer.TokenAuthenticator;
import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.proof.ClientAuthenticator;
import dev.gatehouse.auth.proof.UsedAssertions;
import dev.gatehouse.auth.trusted.IssuerDocuments;
import dev.gatehouse.auth.trusted.IssuerKeys;
import dev.gatehouse.auth.trusted.TrustedIssuers;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/** Everything about tokens put together: what issues, verifies, withdraws and inspects them. */
public final class Tokens implements AutoCloseable {
    private final Parts parts;
    private final CodeGrants grants;
    private final OperatorHttp http;
    private final Bearers bearers;
    private final TokenAuthenticator authenticator;
    private final List<Endpoint> endpoints;

    /** @param place where grants are kept and what happens to them is recorded */
    public record Parts(
            Issuer issuer,
            SigningKeys keys,
            AgentRoster agents,
            ApiKeyRoster apiKeys,
            People people,
            ClientAuthenticator clients,
            UsedAssertions usedAssertions,
            Revocations revocations,
            CodeGrants grants,
            RecordedChange.Place place,
            Supplier<Revision> revisions) {}

    public Tokens(Parts parts) {
        this.parts = parts;
        this.grants = parts.grants();
        this.http = new OperatorHttp(
                () -> parts.revisions().get().trust().registration().intranetHosts());
        String issuer = parts.issuer().url();
        TrustedIssuers trusted = new TrustedIssuers(
                parts.revisions(),
                new IssuerKeys(new IssuerDocuments(http)),
                parts.place().clocks());
        this.bearers = new Bearers(
                issuer, parts.agents(), parts.apiKeys(), parts.people(), parts.revocations(), parts.revisions());
        this.authenticator = new TokenAuthenticator(
                issuer, parts.keys(), trusted, bearers, parts.place().clocks());
        RefusedTokens refused =
                new RefusedTokens(parts.place().journal(), parts.place().clocks());
        Withdrawals withdrawals = new Withdrawals(authenticator, grants, parts.revocations(), parts.place());
        this.endpoints = List.of(
                post(Issuer.TOKEN_PATH, issuing(trusted, refused)),
                post(Issuer.REVOKE_PATH, asked(refused, new GivingBack(withdrawals))),
                post(Issuer.INTROSPECT_PATH, asked(refused, new Introspection(authenticator))));
    }

    private AskedOfToken asked(RefusedTokens refused, AskedOfToken.Work work) {
        return new AskedOfToken(parts.clients(), refused, work);
    }

    private TokenEndpoint issuing(TrustedIssuers trusted, RefusedTokens refused) {
        Issuer issuer = parts.issuer();
        PersonTokens people = new PersonTokens(issuer, parts.people());
        Flows flows = new Flows(
                new AgentFlow(issuer),
                new CodeFlow(issuer, grants, parts.people()),
                new AssertionFlow(issuer, trusted, parts.usedAssertions(), people),
                new ExchangeFlow(issuer, trusted, people));
        return new TokenEndpoint(new TokenEndpoint.Parts(
                parts.clients(),
                flows,
                new AccessTokens(issuer.url(), parts.keys(), parts.place().clocks()),
                parts.revocations(),
                parts.place().database(),
                parts.place().journal(),
                parts.revisions(),
                refused));
    }

    private static Endpoint post(String path, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC,
                Endpoint.Method.POST,
                PathPattern.of(path),
                Endpoint.Guard.PUBLIC,
                TokenEndpoint.BODY_MAX_BYTES,
                handler);
    }

    /** Takes our tokens apart, whatever they are for. */
    public TokenAuthenticator inspector() {
        return authenticator;
    }

    /** Of whatever is presented to a virtual server. */
    public Authenticator authenticator() {
        ApiKeyAuthenticator keys = new ApiKeyAuthenticator(
                parts.issuer().url(),
                parts.apiKeys(),
                parts.agents(),
                parts.revisions(),
                parts.place().clocks());
        return (token, audiences) -> ApiKey.isMeantBy(token.value())
                ? keys.authenticate(token, audiences)
                : authenticator.authenticate(token, audiences);
    }

    /** Whether those whom a token let in may stay. */
    public Bearers bearers() {
        return bearers;
    }

    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Removes what is over, a bounded number of rows at a time. */
    public void sweep() throws SQLException {
        parts.revocations().sweep();
        boolean _ = Transaction.run(parts.place().database(), connection -> {
            grants.sweep(connection);
            return true;
        });
    }

    @Override
    public void close() {
        http.close();
    }
}
