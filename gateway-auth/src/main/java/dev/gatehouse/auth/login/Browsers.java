package dev.gatehouse.auth.login;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Request;
import java.sql.SQLException;
import java.util.Optional;

/** Knows the person at a browser, and lets one who is not known log in. */
public interface Browsers {

    /**
     * Who is at this browser: logged in, still active, the session neither idle nor over.
     *
     * @throws SQLException when the database cannot say; nobody is known then
     */
    Optional<Visitor> visitor(Request request) throws SQLException;

    /**
     * The way to a login that ends at {@code returnTo}: the page with the providers, or straight to the only one.
     *
     * @param returnTo a path of ours with its query; anything else is refused, for it would be an open redirect
     */
    default Answer logIn(Request request, String returnTo) {
        return logIn(request, returnTo, Demand.NONE);
    }

    /** As {@link #logIn(Request, String)}; on return the caller asks {@link Demand#isMetBy} of the visitor. */
    Answer logIn(Request request, String returnTo, Demand demand);
}
