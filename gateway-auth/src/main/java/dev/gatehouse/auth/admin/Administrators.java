package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.bearer.Inspection;
import dev.gatehouse.auth.bearer.TokenAuthenticator;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.auth.role.RoleRoster;
import dev.gatehouse.auth.token.Scopes;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Revision;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds out who calls the admin API: whoever has the machine's own token, or a person with a token of ours that was given
 * for this very API. Agents never get one.
 */
public final class Administrators {
    private static final String SCHEME = "Bearer ";

    private final Predicate<String> machine;
    private final TokenAuthenticator tokens;
    private final People people;
    private final RoleRoster roles;
    private final RefusedAdministrators refused;
    private final Supplier<Revision> revisions;

    /** @param machine whether an {@code Authorization} header presents the machine's own token */
    public Administrators(
            Predicate<String> machine,
            TokenAuthenticator tokens,
            People people,
            RoleRoster roles,
            RefusedAdministrators refused,
            Supplier<Revision> revisions) {
        this.machine = machine;
        this.tokens = tokens;
        this.people = people;
        this.roles = roles;
        this.refused = refused;
        this.revisions = revisions;
    }

    /** Who it is, as far as somebody proved anything. */
    sealed interface Identified {
        record Known(Administrator administrator) implements Identified {}

        record Stranger(Answer challenge) implements Identified {}
    }

    /** What a stranger gets in place of an answer; empty for whoever may go on. */
    public Optional<Answer> objection(Request request) {
        return identify(request) instanceof Identified.Stranger(Answer challenge)
                ? Optional.of(challenge)
                : Optional.empty();
    }

    Identified identify(Request request) {
        Optional<String> header = request.header("authorization");
        if (header.isEmpty()) {
            if (request.headers().containsKey("authorization")) {
                refused.record("more than one credential", request.peer());
            }
            return stranger("");
        }
        if (machine.test(header.get())) {
            return new Identified.Known(Administrator.machine(request.peer()));
        }
        Optional<Administrator> person = header.filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(text -> text.substring(SCHEME.length()))
                .flatMap(this::person);
        if (person.isEmpty()) {
            refused.record("neither the machine's token nor a good one of a person for this API", request.peer());
            return stranger("error=\"invalid_token\", ");
        }
        return new Identified.Known(person.get());
    }

    private Optional<Administrator> person(String token) {
        String resource = revisions.get().trust().administration().resource();
        return tokens.inspect(new AccessToken(token))
                .filter(inspection -> inspection.audience().equals(resource))
                .map(Inspection::principal)
                .filter(principal -> principal.kind() == Principal.Kind.USER)
                .flatMap(this::administrator);
    }

    private Optional<Administrator> administrator(Principal principal) {
        return people.find(new PersonId(UUID.fromString(principal.subject())))
                .filter(Person::active)
                .map(person -> Administrator.of(person, roles.of(person), principal.scopes()));
    }

    /** RFC 6750 §3, with the way to a token (RFC 9728 §5.1). */
    private Identified stranger(String error) {
        return new Identified.Stranger(Problem.of(401, "unauthorized", "the admin API wants to know who calls")
                .remedied("Present the token in the data directory's `admin.token`, or one for a person with scope "
                        + Scopes.ADMIN_READ + ".")
                .answer()
                .with("WWW-Authenticate", challenge(error, Scopes.ADMIN_READ)));
    }

    String challenge(String error, String scope) {
        return "Bearer realm=\"gatehouse-admin\", " + error + "scope=\"" + scope + "\", resource_metadata=\""
                + AdminMetadata.url(revisions.get()) + "\"";
    }
}
