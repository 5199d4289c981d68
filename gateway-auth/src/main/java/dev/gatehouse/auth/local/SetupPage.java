package dev.gatehouse.auth.local;

import dev.gatehouse.auth.page.Page;
import io.jstach.jstache.JStache;

/**
 * The form that makes the first administrator.
 *
 * @param objection to what was sent before; empty at first
 */
@JStache(path = "page/setup.mustache")
record SetupPage(String objection, String formToken) implements Page {
    boolean objects() {
        return !objection.isEmpty();
    }

    int passwordCharsMin() {
        return Passwords.CHARS_MIN;
    }

    @Override
    public String html() {
        return SetupPageRenderer.of().execute(this);
    }

    @Override
    public String toString() {
        return "SetupPage[" + objection + "]";
    }
}
