package dev.gatehouse.auth.login;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Request;
import java.time.Duration;
import java.util.Optional;

/**
 * A cookie of ours. {@code __Host-} makes browsers refuse it from any other host and without TLS, so that no neighbour can
 * plant one; {@code Lax} still sends it when a provider leads the browser back.
 */
public enum BrowserCookie {
    /** Says which browser begins a login or fills in a form, before anybody is logged in. */
    VISIT("__Host-gatehouse-visit"),
    /** A session of somebody who is logged in. */
    SESSION("__Host-gatehouse");

    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=";

    private final String cookieName;

    BrowserCookie(String cookieName) {
        this.cookieName = cookieName;
    }

    public Optional<BrowserSecret> in(Request request) {
        return request.cookie(cookieName).flatMap(BrowserSecret::parse);
    }

    public Answer set(Answer answer, BrowserSecret secret, Duration lasts) {
        return answer.with("Set-Cookie", cookieName + "=" + secret.value() + ATTRIBUTES + lasts.toSeconds());
    }

    public Answer clear(Answer answer) {
        return answer.with("Set-Cookie", cookieName + "=" + ATTRIBUTES + 0);
    }
}
