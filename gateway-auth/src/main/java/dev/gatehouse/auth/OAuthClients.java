package dev.gatehouse.auth;

import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.client.ClientKeyFinder;
import dev.gatehouse.auth.egress.Fetcher;
import dev.gatehouse.auth.proof.ClientAssertions;
import dev.gatehouse.auth.proof.ClientAuthenticator;
import dev.gatehouse.auth.proof.UsedAssertions;
import dev.gatehouse.auth.token.Issuer;
import java.sql.SQLException;
import java.util.Set;

/**
 * What knows clients, put together.
 *
 * @param usedAssertions of clients, and of whoever else signs what must work once
 */
record OAuthClients(ClientDirectory directory, ClientAuthenticator authenticator, UsedAssertions usedAssertions) {

    static OAuthClients of(Auth.Parts parts, AgentRoster agents) {
        Fetcher fetcher =
                new Fetcher(() -> parts.revisions().get().trust().registration().intranetHosts(), parts.clocks());
        return of(parts, agents, fetcher);
    }

    static OAuthClients of(Auth.Parts parts, AgentRoster agents, Fetcher fetcher) {
        Issuer issuer = parts.issuer();
        ClientDirectory directory = new ClientDirectory(parts.place(), fetcher, parts.revisions());
        UsedAssertions used = new UsedAssertions(parts.database(), parts.clocks());
        ClientAssertions assertions = new ClientAssertions(
                Set.of(issuer.url(), issuer.at(Issuer.TOKEN_PATH)),
                new ClientKeyFinder(fetcher, parts.clocks()),
                used,
                parts.clocks());
        return new OAuthClients(
                directory, new ClientAuthenticator(agents, directory, assertions, parts.clocks()), used);
    }

    /** Deletes what expired, some at a time. */
    void sweep() throws SQLException {
        directory.sweep();
        usedAssertions.sweep();
    }
}
