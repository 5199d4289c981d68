package dev.gatehouse.auth.token;

import dev.gatehouse.auth.proof.ClientAuthenticator;
import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;

/** What a client that proves who it is wants done with a token (RFC 7009 §2.1, RFC 7662 §2.1). */
final class AskedOfToken implements Endpoint.Handler {
    private final ClientAuthenticator clients;
    private final RefusedTokens refused;
    private final Work work;

    AskedOfToken(ClientAuthenticator clients, RefusedTokens refused, Work work) {
        this.clients = clients;
        this.refused = refused;
        this.work = work;
    }

    @FunctionalInterface
    interface Work {
        Answer on(ClientCheck.Known client, String token);
    }

    @Override
    public Answer handle(Request request) {
        return switch (BodyForm.read(request)) {
            case OAuthError error -> error.answer();
            case BodyForm.Read(Form form) ->
                switch (clients.check(request, form)) {
                    case ClientCheck.Refused unproved -> refused.answer(unproved, request.peer());
                    case ClientCheck.Known known ->
                        form.value("token")
                                .map(token -> work.on(known, token))
                                .orElseGet(() ->
                                        OAuthError.malformed("token is missing").answer());
                };
        };
    }
}
