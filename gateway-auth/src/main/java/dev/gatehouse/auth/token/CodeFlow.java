package dev.gatehouse.auth.token;

import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.auth.grant.Agreement;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.auth.grant.CodeRedemption;
import dev.gatehouse.auth.grant.Redeemed;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Revision;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a person agreed to becomes a token: the first one for a code, later ones for refresh tokens. */
final class CodeFlow {
    private final Issuer issuer;
    private final CodeGrants grants;
    private final People people;

    CodeFlow(Issuer issuer, CodeGrants grants, People people) {
        this.issuer = issuer;
        this.grants = grants;
        this.people = people;
    }

    /** RFC 6749 §4.1.3. A verifier that is missing is as wrong as another one: there is no way around PKCE. */
    Grant redeem(Connection connection, Revision revision, OAuthClient client, Form form) throws SQLException {
        Optional<String> code = form.value("code");
        if (code.isEmpty()) {
            return Grant.refused(OAuthError.malformed("code is missing"));
        }
        Optional<Target> target = form.value("resource").flatMap(url -> Targets.find(revision, url));
        if (form.value("resource").isPresent() && target.isEmpty()) {
            return Targets.unknown();
        }
        var redemption = new CodeRedemption(
                code.get(),
                client.clientId(),
                form.value("code_verifier").orElse(""),
                form.value("redirect_uri"),
                target.map(Target::url));
        return switch (grants.redeem(connection, redemption, revision.trust().lifetimes())) {
            case Redeemed.Refused refused -> refused(refused);
            case Redeemed.Good(Agreement agreement, Optional<String> refreshToken) ->
                allowed(revision, agreement, Scopes.ofToken(agreement.scopes()), refreshToken);
        };
    }

    /** RFC 6749 §6. Everything is looked at before the token is spent, for its owner could not use it again. */
    Grant refresh(Connection connection, Revision revision, OAuthClient client, Form form) throws SQLException {
        Optional<String> token = form.value("refresh_token");
        if (token.isEmpty()) {
            return Grant.refused(OAuthError.malformed("refresh_token is missing"));
        }
        List<String> scopes = List.of();
        Optional<Agreement> agreement = grants.ofRefreshToken(connection, token.get(), client.clientId());
        if (agreement.isPresent()) {
            Narrowing narrowing = narrow(revision, agreement.get(), form);
            if (narrowing.refused().isPresent()) {
                return narrowing.refused().get();
            }
            scopes = narrowing.scopes();
        }
        return switch (grants.refresh(
                connection, token.get(), client.clientId(), revision.trust().lifetimes())) {
            case Redeemed.Refused refused -> refused(refused);
            case Redeemed.Good(Agreement good, Optional<String> successor) ->
                allowed(revision, good, scopes, successor);
        };
    }

    /** What is left of the scopes that were agreed to, or why this request cannot have a token at all. */
    private record Narrowing(List<String> scopes, Optional<Grant> refused) {}

    private Narrowing narrow(Revision revision, Agreement agreement, Form form) {
        boolean elsewhere = form.value("resource")
                .filter(url -> Targets.find(revision, url)
                        .map(Target::url)
                        .filter(agreement.resource()::equals)
                        .isEmpty())
                .isPresent();
        if (elsewhere) {
            return new Narrowing(List.of(), Optional.of(Targets.unknown()));
        }
        Set<String> asked = new HashSet<>(
                form.value("scope").map(text -> List.of(text.split(" ", -1))).orElse(agreement.scopes()));
        List<String> scopes = Scopes.ofToken(agreement.scopes()).stream()
                .filter(asked::contains)
                .toList();
        if (!agreement.scopes().containsAll(asked) || scopes.isEmpty()) {
            return new Narrowing(scopes, Optional.of(Grant.refused(OAuthError.unknownScope(agreement.scopes()))));
        }
        Grant outlook = allowed(revision, agreement, scopes, Optional.empty());
        return new Narrowing(scopes, Optional.of(outlook).filter(Grant.Refused.class::isInstance));
    }

    private Grant allowed(Revision revision, Agreement agreement, List<String> scopes, Optional<String> refreshToken) {
        Optional<Person> person = people.find(agreement.person()).filter(Person::active);
        if (person.isEmpty()) {
            return Grant.invalid("person " + agreement.person() + " is unknown or not active");
        }
        Principal principal = person.get()
                .principal(
                        issuer.url(),
                        agreement.clientId(),
                        Set.copyOf(scopes),
                        agreement.bundle(),
                        Optional.of(agreement.id().toString()),
                        Instant.MAX);
        return Targets.granted(revision, principal, agreement.resource())
                .<Grant>map(target ->
                        new Grant.Allowed(principal, target, agreement.scopes(), Optional.empty(), refreshToken))
                .orElseGet(() -> Grant.invalid("no bundle grants " + agreement.resource() + " any more"));
    }

    private static Grant refused(Redeemed.Refused refused) {
        return Grant.invalid(refused.reason(), refused.revoked());
    }
}
