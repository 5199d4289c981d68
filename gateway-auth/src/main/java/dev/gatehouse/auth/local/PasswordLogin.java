package dev.gatehouse.auth.local;

import dev.gatehouse.auth.login.RefusedLogins;
import dev.gatehouse.auth.login.ReturnPath;
import dev.gatehouse.auth.login.Sessions;
import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.OnwardPage;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.rate.LeakyBuckets;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** {@code /login/local}: a user name and a password. */
final class PasswordLogin {
    /** Tries in a row, for one account and for one address; another is free after {@link #TRY_EACH}. */
    static final int TRIES_MAX = 5;

    static final Duration TRY_EACH = Duration.ofMinutes(1);

    private static final String NO_MATCH = "This user name and password do not match.";

    private final VisitForm forms;
    private final LocalAccounts accounts;
    private final Passwords passwords;
    private final People people;
    private final Sessions sessions;
    private final RefusedLogins refused;
    private final LeakyBuckets<String> tries;
    private final Clocks clocks;

    PasswordLogin(
            VisitForm forms,
            LocalAccounts accounts,
            Passwords passwords,
            People people,
            Sessions sessions,
            RefusedLogins refused,
            Clocks clocks) {
        this.forms = forms;
        this.accounts = accounts;
        this.passwords = passwords;
        this.people = people;
        this.sessions = sessions;
        this.refused = refused;
        this.tries = new LeakyBuckets<>(TRIES_MAX, TRY_EACH, clocks);
        this.clocks = clocks;
    }

    Answer show(Request request) {
        try {
            return show(request, 200, "", returnTo(request.parameters()));
        } catch (IllegalArgumentException _) {
            return show(request, 400, "", ReturnPath.HOME);
        }
    }

    Answer logIn(Request request) {
        Optional<Form> sent = forms.read(request);
        if (sent.isEmpty()) {
            return Failures.forged("password form from elsewhere");
        }
        String user = sent.get().value("user").orElse("").toLowerCase(Locale.ROOT);
        String password = sent.get().value("password").orElse("");
        ReturnPath returnTo = returnTo(sent.get());
        if (password.length() > Passwords.CHARS_MAX || user.length() > AccountName.CHARS_MAX) {
            return refuse(request, NO_MATCH, "user name or password too long", returnTo);
        }
        if (!mayTry(request, user)) {
            return refuse(request, "Too many tries. Wait a few minutes.", "too many tries", returnTo);
        }
        try {
            Optional<Person> person = prove(user, password);
            return person.isEmpty()
                    ? refuse(request, NO_MATCH, "user name and password do not match", returnTo)
                    : sessions.open(request, login(person.get()), onward(returnTo));
        } catch (SQLException e) {
            return Failures.unavailable("a local login cannot be checked: SQLState " + e.getSQLState());
        } catch (AuditUnavailableException _) {
            return Failures.unavailable("a local login cannot be recorded");
        }
    }

    /** Whoever guesses from elsewhere does not lock out who sits at the machine itself. */
    private boolean mayTry(Request request, String user) {
        String account = (Peer.isHere(request) ? "here " : "account ") + user;
        return tries.take("peer " + request.peer(), TRIES_MAX) && tries.take(account, TRIES_MAX);
    }

    private Optional<Person> prove(String user, String password) throws SQLException {
        Optional<LocalAccounts.Account> account = accounts.find(user);
        if (account.isEmpty()) {
            passwords.matchNobody(password);
            return Optional.empty();
        }
        return passwords.matches(account.get().passwordHash(), password)
                ? people.find(account.get().person()).filter(Person::active)
                : Optional.empty();
    }

    private Sessions.Login login(Person person) {
        return new Sessions.Login(person, clocks.now(), Optional.empty(), "with a password");
    }

    /** Not a redirect: from a form, browsers would hold every later one against this page's policy. */
    private static Answer onward(ReturnPath returnTo) {
        return Pages.answer(200, new OnwardPage("Signed in", "You will be taken on.", returnTo.value(), "Continue"));
    }

    private Answer refuse(Request request, String objection, String why, ReturnPath returnTo) {
        refused.record("local account: " + why, request.peer());
        return show(request, 403, objection, returnTo);
    }

    private Answer show(Request request, int status, String objection, ReturnPath returnTo) {
        return forms.show(request, status, token -> new PasswordPage(objection, returnTo.value(), token));
    }

    private static ReturnPath returnTo(Form form) {
        return form.value("return_to").flatMap(ReturnPath::parse).orElse(ReturnPath.HOME);
    }
}
