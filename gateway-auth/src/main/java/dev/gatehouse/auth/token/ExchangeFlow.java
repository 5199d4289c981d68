package dev.gatehouse.auth.token;

import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.auth.trusted.TrustedIssuers;
import dev.gatehouse.auth.trusted.TrustedUse;
import dev.gatehouse.auth.trusted.Words;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import java.util.Optional;

/**
 * Token exchange (RFC 8693): a token that a trusted issuer gave to us, or to the provider's client that we are, becomes one for
 * a virtual server. An agent that does this acts for the person, and the token says so.
 */
final class ExchangeFlow {
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";

    private final Issuer issuer;
    private final TrustedIssuers trusted;
    private final PersonTokens people;

    ExchangeFlow(Issuer issuer, TrustedIssuers trusted, PersonTokens people) {
        this.issuer = issuer;
        this.trusted = trusted;
        this.people = people;
    }

    Grant decide(Revision revision, ClientCheck.Known client, Form form) {
        Optional<OAuthError> unfit = unfit(client, form);
        if (unfit.isPresent()) {
            return Grant.refused(unfit.get());
        }
        Optional<TrustedUse> use = form.value("subject_token_type").flatMap(ExchangeFlow::use);
        if (form.value("subject_token").isEmpty() || use.isEmpty()) {
            return Grant.refused(OAuthError.malformed(
                    "subject_token and subject_token_type are needed: an access_token or id_token"));
        }
        return switch (trusted.verify(form.value("subject_token").get(), use.get())) {
            case Words.Bad(String reason) -> invalid(reason);
            case Words.Unavailable(String reason) -> Grant.refused(OAuthError.unavailable(reason));
            case Words.Good words ->
                isForUs(revision, words)
                        ? people.decide(revision, words, wish(client, form))
                        : invalid("is for somebody else");
        };
    }

    private static Optional<OAuthError> unfit(ClientCheck.Known client, Form form) {
        if (client instanceof ClientCheck.Client(var known) && known.isPublic()) {
            return Optional.of(new OAuthError(
                    OAuthError.Code.UNAUTHORIZED_CLIENT, "a client that cannot prove who it is exchanges nothing"));
        }
        boolean otherType = form.value("requested_token_type")
                .filter(type -> !type.equals(TYPE + "access_token"))
                .isPresent();
        if (otherType || form.value("actor_token").isPresent()) {
            return Optional.of(OAuthError.malformed("only access tokens are issued, and actor tokens are not taken"));
        }
        return Optional.empty();
    }

    private static Optional<TrustedUse> use(String type) {
        return switch (type) {
            case TYPE + "access_token", TYPE + "jwt" -> Optional.of(TrustedUse.EXCHANGE_ACCESS);
            case TYPE + "id_token" -> Optional.of(TrustedUse.EXCHANGE_ID);
            default -> Optional.empty();
        };
    }

    /** A token that somebody gave to another service must not work here, or that service could come as the person. */
    private boolean isForUs(Revision revision, Words.Good words) {
        Optional<String> ours = revision.trust()
                .provider(words.issuer().provider())
                .filter(provider -> provider.issuer().equals(words.issuer().url()))
                .map(IdentityProvider::clientId);
        return words.audiences().contains(issuer.url())
                || ours.filter(words.audiences()::contains).isPresent();
    }

    private static PersonTokens.Wish wish(ClientCheck.Known client, Form form) {
        Optional<String> actor = client instanceof ClientCheck.Agent(var agent)
                ? Optional.of(agent.agent().value())
                : Optional.empty();
        return new PersonTokens.Wish(client.clientId(), form.value("resource"), form.value("scope"), actor);
    }

    /** RFC 8693 §2.2.2: an unacceptable subject token is an {@code invalid_request}. */
    private static Grant invalid(String reason) {
        return new Grant.Refused(
                OAuthError.malformed("subject_token is not acceptable"), "subject_token: " + reason, Optional.empty());
    }
}
