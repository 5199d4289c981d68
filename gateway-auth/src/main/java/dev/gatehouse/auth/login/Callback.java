package dev.gatehouse.auth.login;

import dev.gatehouse.auth.oidc.OpenIdClient;
import dev.gatehouse.auth.oidc.Proof;
import dev.gatehouse.auth.oidc.ProviderFailedException;
import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The way back from a provider: the answer to a login that this very browser began, checked and turned into a session. */
final class Callback {
    private static final Pattern ERROR_CODE = Pattern.compile("[a-z_]{1,64}");

    private final Logins logins;
    private final BegunLogins begun;
    private final OpenIdClient openId;
    private final People people;
    private final Sessions sessions;
    private final RefusedLogins refused;
    private final Supplier<Revision> revisions;
    private final Clocks clocks;

    Callback(
            Logins logins,
            BegunLogins begun,
            OpenIdClient openId,
            People people,
            Sessions sessions,
            RefusedLogins refused,
            Supplier<Revision> revisions,
            Clocks clocks) {
        this.logins = logins;
        this.begun = begun;
        this.openId = openId;
        this.people = people;
        this.sessions = sessions;
        this.refused = refused;
        this.revisions = revisions;
        this.clocks = clocks;
    }

    /** What came back, and whose answer it is. */
    private record Return(
            Request request,
            IdentityProvider provider,
            BegunLogins.Begun login,
            BrowserSecret browser,
            BrowserSecret state) {}

    Answer handle(Request request) {
        Form parameters;
        try {
            parameters = request.parameters();
        } catch (IllegalArgumentException _) {
            return refuse(request, 400, "The answer of your provider cannot be read.", "malformed answer");
        }
        Optional<IdentityProvider> provider =
                revisions.get().trust().provider(request.variables().getOrDefault("provider", ""));
        Optional<BrowserSecret> state = parameters.value("state").flatMap(BrowserSecret::parse);
        Optional<BrowserSecret> browser = BrowserCookie.VISIT.in(request);
        if (provider.isEmpty() || state.isEmpty() || browser.isEmpty()) {
            return stranger(request);
        }
        try {
            Optional<BegunLogins.Begun> login =
                    begun.finish(state.get(), browser.get(), provider.get().name(), clocks.now());
            return login.isEmpty()
                    ? stranger(request)
                    : answered(
                            new Return(request, provider.get(), login.get(), browser.get(), state.get()), parameters);
        } catch (ProviderFailedException e) {
            return Logins.providerFailed(provider.get(), e);
        } catch (SQLException e) {
            return Failures.unavailable("a login cannot be finished: SQLState " + e.getSQLState());
        } catch (AuditUnavailableException _) {
            return Failures.unavailable("a login cannot be recorded");
        }
    }

    /** T04: finished by another browser than began it, a second time, or too late. Which of these is nobody's business. */
    private Answer stranger(Request request) {
        return refuse(
                request,
                403,
                "This login was begun in another browser, took too long, or is already finished.",
                "no login of this browser");
    }

    private Answer answered(Return back, Form parameters)
            throws ProviderFailedException, SQLException, AuditUnavailableException {
        if (!openId.isFrom(back.provider(), parameters.value("iss"))) {
            return refuse(
                    back.request(), 403, "The answer is not from the provider you chose.", "answer of another issuer");
        }
        Optional<String> error = parameters.value("error");
        if (error.isPresent()) {
            String code =
                    error.filter(text -> ERROR_CODE.matcher(text).matches()).orElse("unknown");
            String sentence = code.equals("access_denied")
                    ? Logins.capitalized(back.provider().name()) + " did not let you in."
                    : Logins.capitalized(back.provider().name()) + " reported an error (" + code + ").";
            return refuse(back.request(), 403, sentence, back.provider().name() + " answered " + code);
        }
        Optional<String> code = parameters.value("code");
        return code.isEmpty()
                ? refuse(back.request(), 400, "The answer of your provider cannot be read.", "answer without a code")
                : redeem(back, code.get());
    }

    private Answer redeem(Return back, String code)
            throws ProviderFailedException, SQLException, AuditUnavailableException {
        Demand demand = new Demand(Optional.empty(), back.login().acrValues());
        OpenIdClient.Login login = logins.login(back.provider(), back.browser(), back.state(), demand);
        return switch (openId.redeem(login, code)) {
            case Proof.Unproved(String why) ->
                refuse(
                        back.request(),
                        403,
                        Logins.capitalized(back.provider().name()) + " did not prove who you are.",
                        back.provider().name() + ": " + why);
            case Proof.Proved proved ->
                isOneOf(login.acrValues(), proved.acr()) && isOneOf(demand.acrValues(), proved.acr())
                        ? meet(back, proved)
                        : refuse(
                                back.request(),
                                403,
                                "This needs a stronger login, such as one with a second factor.",
                                back.provider().name() + ": acr not among those demanded");
        };
    }

    private static boolean isOneOf(List<String> acrValues, Optional<String> acr) {
        return acrValues.isEmpty() || acr.filter(acrValues::contains).isPresent();
    }

    private Answer meet(Return back, Proof.Proved proved) throws SQLException, AuditUnavailableException {
        return switch (people.meet(proved.asserted(), back.provider().createsPeople())) {
            case Acquaintance.Known(var person) ->
                sessions.open(
                        back.request(),
                        new Sessions.Login(
                                person,
                                proved.authenticatedAt(),
                                proved.acr(),
                                "at " + back.provider().name()),
                        onward(back.login().returnTo()));
            case Acquaintance.Stranger() ->
                refuse(
                        back.request(),
                        403,
                        "Nobody has given you access to this gateway yet.",
                        "unknown person of " + back.provider().name());
            case Acquaintance.Inactive() ->
                refuse(
                        back.request(),
                        403,
                        "Your access to this gateway is switched off.",
                        "inactive person of " + back.provider().name());
        };
    }

    private static Answer onward(ReturnPath path) {
        return Answer.seeOther(path.value()).with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
    }

    private Answer refuse(Request request, int status, String sentence, String why) {
        refused.record(why, request.peer());
        return Failures.answer(
                status,
                sentence,
                "Start again from the application you came from. If it happens again, tell whoever operates this gateway.",
                why);
    }
}
