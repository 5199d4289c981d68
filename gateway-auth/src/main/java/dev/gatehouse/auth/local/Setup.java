package dev.gatehouse.auth.local;

import dev.gatehouse.auth.login.BrowserSecret;
import dev.gatehouse.auth.login.RefusedLogins;
import dev.gatehouse.auth.login.ReturnPath;
import dev.gatehouse.auth.login.Sessions;
import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.OnwardPage;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.role.Assignment;
import dev.gatehouse.auth.role.RoleRoster;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.trust.IdentityProvider;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /setup}: makes the first administrator out of the one-time token. Only for who sits at this machine. */
final class Setup {
    private static final String BAD_TOKEN = "This token does not work: it is another one, was used, or is too old.";

    private final VisitForm forms;
    private final RecordedChange.Place place;
    private final BootstrapToken tokens;
    private final Passwords passwords;
    private final People people;
    private final Sessions sessions;
    private final RefusedLogins refused;
    private final Clocks clocks;

    Setup(
            VisitForm forms,
            RecordedChange.Place place,
            BootstrapToken tokens,
            Passwords passwords,
            People people,
            Sessions sessions,
            RefusedLogins refused) {
        this.forms = forms;
        this.place = place;
        this.tokens = tokens;
        this.passwords = passwords;
        this.people = people;
        this.sessions = sessions;
        this.refused = refused;
        this.clocks = place.clocks();
    }

    /** What is needed, once everything about it is in order but the race for the token. */
    private record Order(BrowserSecret token, AccountName name, String password) {
        @Override
        public String toString() {
            return "Order[" + name + "]";
        }
    }

    Answer show(Request request) {
        return Peer.isHere(request) ? show(request, 200, "") : elsewhere(request);
    }

    Answer create(Request request) {
        if (!Peer.isHere(request)) {
            return elsewhere(request);
        }
        Optional<Form> sent = forms.read(request);
        if (sent.isEmpty()) {
            return Failures.forged("setup form from elsewhere");
        }
        try {
            return create(request, sent.get());
        } catch (SQLException e) {
            return Failures.unavailable("no administrator can be made: SQLState " + e.getSQLState());
        } catch (AuditUnavailableException _) {
            return Failures.unavailable("the making of an administrator cannot be recorded");
        }
    }

    private Answer create(Request request, Form form) throws SQLException, AuditUnavailableException {
        Optional<BrowserSecret> token = form.value("token").map(String::strip).flatMap(BrowserSecret::parse);
        Optional<AccountName> name = form.value("user").flatMap(AccountName::parse);
        String password = form.value("password").orElse("");
        if (token.isEmpty() || !tokens.works(token.get(), clocks.now())) {
            refused.record("setup: no such token", request.peer());
            return show(request, 403, BAD_TOKEN);
        }
        if (name.isEmpty()) {
            return show(request, 400, "This user name has characters that it may not have.");
        }
        Optional<String> objection = objection(password, form.value("again").orElse(""), name.get());
        if (objection.isPresent()) {
            return show(request, 400, objection.get());
        }
        Optional<Person> owner = make(new Order(token.get(), name.get(), password), request.peer());
        return owner.isEmpty() ? show(request, 403, BAD_TOKEN) : logIn(request, owner.get());
    }

    private static Optional<String> objection(String password, String again, AccountName name) {
        if (password.length() < Passwords.CHARS_MIN || password.length() > Passwords.CHARS_MAX) {
            return Optional.of("The password needs at least " + Passwords.CHARS_MIN + " characters, and at most "
                    + Passwords.CHARS_MAX + ".");
        }
        if (password.chars().distinct().count() < Passwords.CHARS_MIN / 3 || password.contains(name.value())) {
            return Optional.of("This password is easy to guess. Several words that nobody connects are a good one.");
        }
        return password.equals(again) ? Optional.empty() : Optional.of("The two passwords are not the same.");
    }

    /** Empty when somebody else was faster. The person is made first of all that lasts; without a role they may nothing. */
    private Optional<Person> make(Order order, String peer) throws SQLException, AuditUnavailableException {
        String hash = passwords.hash(order.password());
        return place.change("bootstrap token", change -> {
            if (!BootstrapToken.use(change.connection(), order.token(), change.now())) {
                return Optional.empty();
            }
            if (!(people.meet(asserted(order.name()), true) instanceof Acquaintance.Known(var person))) {
                throw new IllegalStateException("a new local account is not known");
            }
            change.record("owner.create", person.name(), "from " + peer, BeforeAfter.created(told(person)));
            var account = new LocalAccounts.Account(person.id(), hash);
            LocalAccounts.write(change.connection(), order.name().value(), account, change.now());
            if (RoleRoster.grant(change.connection(), person.id(), Assignment.OWNER, "bootstrap token", change.now())
                    == RoleRoster.Granted.TOO_MANY) {
                throw new IllegalStateException("there is no owner, and yet no room for one");
            }
            return Optional.of(person);
        });
    }

    private static Json told(Person person) {
        return Json.object()
                .put("person", person.id().toString())
                .put("password", BeforeAfter.SECRET)
                .put("roles", Json.ofStrings(List.of(Assignment.OWNER.toString())))
                .build();
    }

    private static Asserted asserted(AccountName name) {
        return new Asserted(
                IdentityProvider.LOCAL,
                name.value(),
                name.value(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Set.of()));
    }

    private Answer logIn(Request request, Person owner) throws SQLException, AuditUnavailableException {
        Answer onward = Pages.answer(
                200,
                new OnwardPage(
                        "The gateway has an owner",
                        "You are signed in as " + owner.name() + ".",
                        ReturnPath.HOME.value(),
                        "Continue"));
        return sessions.open(
                request, new Sessions.Login(owner, clocks.now(), Optional.empty(), "with the one-time token"), onward);
    }

    private Answer elsewhere(Request request) {
        refused.record("setup: not from this machine", request.peer());
        return Failures.answer(
                403,
                "The first administrator is made on the machine that the gateway runs on.",
                "Open this page there, or through a tunnel that ends there.",
                "setup from " + request.peer());
    }

    private Answer show(Request request, int status, String objection) {
        return forms.show(request, status, token -> new SetupPage(objection, token));
    }
}
