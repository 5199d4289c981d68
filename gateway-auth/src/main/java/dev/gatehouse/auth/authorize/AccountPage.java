package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.page.Page;
import io.jstach.jstache.JStache;
import java.util.List;

/** What may act for you, each with a way to end it. */
@JStache(path = "page/account.mustache")
record AccountPage(String personName, List<Connected> applications, String formToken) implements Page {

    record Connected(String id, String name, String host, String server, String abilities, String since) {}

    boolean none() {
        return applications.isEmpty();
    }

    @Override
    public String html() {
        return AccountPageRenderer.of().execute(this);
    }
}
