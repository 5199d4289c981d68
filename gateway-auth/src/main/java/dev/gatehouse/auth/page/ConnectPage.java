package dev.gatehouse.auth.page;

import io.jstach.jstache.JStache;
import java.util.List;
import java.util.Optional;

/**
 * For somebody who opened in a browser what is meant for a client.
 *
 * @param url what to give to a client
 * @param settings the same in the form that some clients want
 */
@JStache(path = "page/connect.mustache")
public record ConnectPage(String url, List<Setting> settings) implements Page {

    /** @param file what the text belongs into; empty for a command */
    public record Setting(String client, Optional<String> file, String text) {}

    @Override
    public String html() {
        return ConnectPageRenderer.of().execute(this);
    }
}
