package dev.gatehouse.auth.login;

import dev.gatehouse.auth.page.Page;
import io.jstach.jstache.JStache;

/** Who is signed in, and the way out. */
@JStache(path = "page/signed-in.mustache")
record SignedInPage(String name, String formToken) implements Page {
    @Override
    public String html() {
        return SignedInPageRenderer.of().execute(this);
    }

    @Override
    public String toString() {
        return "SignedInPage[" + name + "]";
    }
}
