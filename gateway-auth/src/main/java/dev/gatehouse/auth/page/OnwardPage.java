package dev.gatehouse.auth.page;

import io.jstach.jstache.JStache;

/**
 * Leads on by itself, and with a link for browsers that ask first. It answers a form where a redirect would not do:
 * browsers hold a redirect after a form against the {@code form-action} of the form's page, which then had to name every
 * client's address.
 *
 * @param target where to, as an absolute URL or a path of ours
 * @param label what the link says
 */
@JStache(path = "page/onward.mustache")
public record OnwardPage(String title, String sentence, String target, String label) implements Page {
    @Override
    public String html() {
        return OnwardPageRenderer.of().execute(this);
    }
}
