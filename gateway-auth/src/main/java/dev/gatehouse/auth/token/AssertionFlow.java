package dev.gatehouse.auth.token;

import dev.gatehouse.auth.bearer.TokenAuthenticator;
import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.auth.proof.UsedAssertions;
import dev.gatehouse.auth.trusted.TrustedIssuers;
import dev.gatehouse.auth.trusted.TrustedUse;
import dev.gatehouse.auth.trusted.Words;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Identity assertions (ID-JAG, RFC 7523 §2.1): the person's company decided that this client may act for them here, so nobody
 * is asked. There is no refresh token: the client comes back with another assertion.
 */
final class AssertionFlow {
    /** Assertions are made to be used at once; each has to be remembered for as long as it lives. */
    private static final Duration LIFETIME_MAX = Duration.ofHours(1);

    private static final int ID_CHARS_MAX = 255;

    private final Issuer issuer;
    private final TrustedIssuers trusted;
    private final UsedAssertions used;
    private final PersonTokens people;

    AssertionFlow(Issuer issuer, TrustedIssuers trusted, UsedAssertions used, PersonTokens people) {
        this.issuer = issuer;
        this.trusted = trusted;
        this.used = used;
        this.people = people;
    }

    Grant decide(Revision revision, OAuthClient client, Form form) throws SQLException {
        if (client.isPublic()) {
            return Grant.refused(
                    OAuthError.Code.UNAUTHORIZED_CLIENT, "a client that cannot prove who it is has no assertions");
        }
        if (form.value("assertion").isEmpty()) {
            return Grant.refused(OAuthError.malformed("assertion is missing"));
        }
        return switch (trusted.verify(form.value("assertion").get(), TrustedUse.ASSERTION)) {
            case Words.Bad(String reason) -> Grant.invalid("assertion: " + reason);
            case Words.Unavailable(String reason) -> Grant.refused(OAuthError.unavailable(reason));
            case Words.Good words -> {
                Optional<String> unfit = unfit(words, client);
                yield unfit.isPresent()
                        ? Grant.invalid("assertion: " + unfit.get())
                        : spend(revision, client, form, words);
            }
        };
    }

    private Optional<String> unfit(Words.Good words, OAuthClient client) {
        if (!words.audiences().equals(Set.of(issuer.url()))) {
            return Optional.of("is for another authorization server");
        }
        if (words.claims().text("client_id").filter(client.clientId()::equals).isEmpty()) {
            return Optional.of("is for another client");
        }
        if (words.expiresAt().isAfter(words.issuedAt().plus(LIFETIME_MAX))) {
            return Optional.of("lives longer than " + LIFETIME_MAX);
        }
        return words.claims()
                        .text("jti")
                        .filter(id -> id.length() <= ID_CHARS_MAX)
                        .isEmpty()
                ? Optional.of("has no usable jti")
                : Optional.empty();
    }

    private Grant spend(Revision revision, OAuthClient client, Form form, Words.Good words) throws SQLException {
        boolean fresh = used.isFirst(
                words.issuer().url(),
                words.claims().text("jti").orElseThrow(),
                words.expiresAt().plus(TokenAuthenticator.LEEWAY));
        return fresh
                ? people.decide(
                        revision,
                        words,
                        new PersonTokens.Wish(
                                client.clientId(),
                                words.claims().text("resource").or(() -> form.value("resource")),
                                form.value("scope").or(() -> words.claims().text("scope")),
                                Optional.empty()))
                : Grant.invalid("assertion: was used before");
    }
}
