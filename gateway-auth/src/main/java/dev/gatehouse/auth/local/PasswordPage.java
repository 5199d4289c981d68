package dev.gatehouse.auth.local;

import dev.gatehouse.auth.page.Page;
import io.jstach.jstache.JStache;

/**
 * The form of a local account.
 *
 * @param objection to what was sent before; empty at first
 */
@JStache(path = "page/password.mustache")
record PasswordPage(String objection, String returnTo, String formToken) implements Page {
    boolean objects() {
        return !objection.isEmpty();
    }

    @Override
    public String html() {
        return PasswordPageRenderer.of().execute(this);
    }

    @Override
    public String toString() {
        return "PasswordPage[" + returnTo + "]";
    }
}
