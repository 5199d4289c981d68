package dev.gatehouse.auth.login;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Request;
import java.util.Optional;

/** Knows the person at a browser, and lets one who is not known log in. */
public interface Browsers {

    /** Who is at this browser: logged in, still active, the session neither idle nor over. */
    Optional<Visitor> visitor(Request request);

    /**
     * The way to a login that ends at {@code returnTo}: the page with the providers, or straight to the only one.
     *
     * @param returnTo a path of ours with its query; anything else is refused, for it would be an open redirect
     */
    Answer logIn(Request request, String returnTo);
}
