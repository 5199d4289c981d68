package dev.gatehouse.auth.login;

import dev.gatehouse.auth.oidc.BrowserBinding;
import dev.gatehouse.auth.oidc.OpenIdClient;
import dev.gatehouse.auth.oidc.ProviderFailedException;
import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.auth.rate.LeakyBuckets;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The way to a login: the choice of a provider, and the beginning of a login there. */
final class Logins implements Browsers {
    static final String PATH = "/login";
    static final String PROVIDER_PATH = "/login/to/";
    static final String LOCAL_PATH = "/login/local";
    static final String CALLBACK_PATH = "/login/callback/";

    /** Logins that one address may begin in a row; another is free every second. */
    static final int BEGUN_PER_PEER_MAX = 60;

    private final String publicUrl;
    private final Supplier<Revision> revisions;
    private final Sessions sessions;
    private final BegunLogins begun;
    private final OpenIdClient openId;
    private final LeakyBuckets<String> pace;
    private final Clocks clocks;

    Logins(
            String publicUrl,
            Supplier<Revision> revisions,
            Sessions sessions,
            BegunLogins begun,
            OpenIdClient openId,
            Clocks clocks) {
        this.publicUrl = publicUrl;
        this.revisions = revisions;
        this.sessions = sessions;
        this.begun = begun;
        this.openId = openId;
        this.pace = new LeakyBuckets<>(BEGUN_PER_PEER_MAX, Duration.ofSeconds(1), clocks);
        this.clocks = clocks;
    }

    @Override
    public Optional<Visitor> visitor(Request request) throws SQLException {
        return sessions.visitor(request);
    }

    @Override
    public Answer logIn(Request request, String returnTo, Demand demand) {
        Optional<ReturnPath> path = ReturnPath.parse(returnTo);
        if (path.isEmpty()) {
            return Failures.answer(
                    400, "This link leads nowhere.", "Go back to where you came from.", "return path refused");
        }
        List<IdentityProvider> providers = revisions.get().trust().providers();
        return providers.size() == 1
                ? begin(request, providers.getFirst(), path.get(), demand)
                : choose(path.get(), demand);
    }

    /** The page with every way to log in. */
    Answer choose(ReturnPath returnTo, Demand demand) {
        String query = "?" + DemandQuery.write(returnTo, demand);
        List<ChoicePage.Choice> choices = revisions.get().trust().providers().stream()
                .map(provider ->
                        new ChoicePage.Choice(capitalized(provider.name()), PROVIDER_PATH + provider.name() + query))
                .toList();
        return Pages.answer(200, new ChoicePage(choices, LOCAL_PATH + "?return_to=" + encode(returnTo.value())));
    }

    /** Sends the browser to the provider. */
    Answer begin(Request request, IdentityProvider provider, ReturnPath returnTo, Demand demand) {
        if (!pace.take(request.peer(), BEGUN_PER_PEER_MAX)) {
            return Failures.answer(
                    429, "Too many logins were begun from here.", "Wait a minute, then try again.", "pace of logins");
        }
        BrowserSecret browser = BrowserCookie.VISIT.in(request).orElseGet(BrowserSecret::random);
        BrowserSecret state = BrowserSecret.random();
        try {
            String url = openId.authorizationUrl(login(provider, browser, state, demand));
            var login = new BegunLogins.Begun(provider.name(), returnTo, demand.acrValues());
            if (!begun.begin(state, browser, login, clocks.now())) {
                return Failures.unavailable("more than " + BegunLogins.UNDER_WAY_MAX + " logins are under way");
            }
            Answer away = Answer.seeOther(url).with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
            return BrowserCookie.VISIT.set(away, browser, BegunLogins.LASTS);
        } catch (ProviderFailedException e) {
            return providerFailed(provider, e);
        } catch (SQLException e) {
            return Failures.unavailable("a login cannot be begun: SQLState " + e.getSQLState());
        }
    }

    OpenIdClient.Login login(IdentityProvider provider, BrowserSecret browser, BrowserSecret state, Demand demand) {
        return new OpenIdClient.Login(
                provider,
                publicUrl + CALLBACK_PATH + provider.name(),
                new BrowserBinding(browser.value(), state.value()),
                asked(provider.acrValues(), demand.acrValues()),
                demand.maxAge());
    }

    /** What is demanded, as far as the provider's own entry in the configuration allows; a link cannot ask for less. */
    private static List<String> asked(List<String> always, List<String> demanded) {
        if (always.isEmpty()) {
            return demanded;
        }
        List<String> both = demanded.stream().filter(always::contains).toList();
        return both.isEmpty() ? always : both;
    }

    static Answer providerFailed(IdentityProvider provider, ProviderFailedException e) {
        return Failures.answer(
                503,
                capitalized(provider.name()) + " cannot be reached right now.",
                "Try again in a minute. If it stays like this, tell whoever operates this gateway.",
                "provider " + provider.name() + ": " + e.getMessage());
    }

    static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
