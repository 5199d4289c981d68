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

    Grant fromMemory(Revision revision, ClientCheck.Known client, TokenRequest.WellFormed request) {
        return switch (client) {
            case ClientCheck.Agent(var agent) -> agents.decide(revision, agent, request.form());
            case ClientCheck.Client _ -> unauthorized("client_credentials is for agents");
        };
    }

    /** In one transaction: what is spent for a token that cannot be issued is spent no more. */
    Grant decide(Connection connection, Revision revision, ClientCheck.Known client, TokenRequest.WellFormed request)
            throws SQLException {
        Form form = request.form();
        return switch (request.type()) {
            case CLIENT_CREDENTIALS -> fromMemory(revision, client, request);
            case TOKEN_EXCHANGE -> exchanges.decide(revision, client, form);
            case AUTHORIZATION_CODE, REFRESH_TOKEN, JWT_BEARER ->
                switch (client) {
                    case ClientCheck.Agent _ -> unauthorized("agents have no part in what people agree to");
                    case ClientCheck.Client(var known) ->
                        switch (request.type()) {
                            case AUTHORIZATION_CODE -> codes.redeem(connection, revision, known, form);
                            case REFRESH_TOKEN -> codes.refresh(connection, revision, known, form);
                            default -> assertions.decide(connection, revision, known, form);
                        };
                };
        };
    }

    private static Grant unauthorized(String description) {
        return Grant.refused(OAuthError.Code.UNAUTHORIZED_CLIENT, description);
    }
}
