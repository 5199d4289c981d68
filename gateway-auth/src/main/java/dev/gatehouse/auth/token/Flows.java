package dev.gatehouse.auth.token;

import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.revision.Revision;
import java.sql.Connection;
import java.sql.SQLException;

/** Every way to a token, each open to the clients it was made for. */
final class Flows {
    private final AgentFlow agents;
    private final CodeFlow codes;
    private final AssertionFlow assertions;
    private final ExchangeFlow exchanges;

    Flows(AgentFlow agents, CodeFlow codes, AssertionFlow assertions, ExchangeFlow exchanges) {
        this.agents = agents;
        this.codes = codes;
        this.assertions = assertions;
        this.exchanges = exchanges;
    }

    /** Those that are decided before anything is written. */
    Grant decide(Revision revision, ClientCheck.Known client, TokenRequest.WellFormed request) throws SQLException {
        Form form = request.form();
        return switch (request.type()) {
            case CLIENT_CREDENTIALS ->
                client instanceof ClientCheck.Agent(var agent)
                        ? agents.decide(revision, agent, form)
                        : unauthorized("client_credentials is for agents");
            case TOKEN_EXCHANGE -> exchanges.decide(revision, client, form);
            case JWT_BEARER ->
                client instanceof ClientCheck.Client(var known)
                        ? assertions.decide(revision, known, form)
                        : unauthorized("agents have no assertions about people");
            case AUTHORIZATION_CODE, REFRESH_TOKEN ->
                throw new IllegalArgumentException(request.type() + " is spent in a transaction");
        };
    }

    /** Those that spend what works once, in the transaction in which their token is issued. */
    Grant spend(Connection connection, Revision revision, ClientCheck.Known client, TokenRequest.WellFormed request)
            throws SQLException {
        if (!(client instanceof ClientCheck.Client(var known))) {
            return unauthorized("agents have no part in what people agree to");
        }
        return request.type() == GrantType.AUTHORIZATION_CODE
                ? codes.redeem(connection, revision, known, request.form())
                : codes.refresh(connection, revision, known, request.form());
    }

    private static Grant unauthorized(String description) {
        return Grant.refused(OAuthError.Code.UNAUTHORIZED_CLIENT, description);
    }
}
