package dev.gatehouse.auth.page;

import io.jstach.jstache.JStache;

/**
 * Something went wrong that the person has to know.
 *
 * @param sentence what happened, in one sentence
 * @param remedy what they can do about it
 * @param reference leads whoever operates the gateway to the log line
 */
@JStache(path = "page/failure.mustache")
public record FailurePage(String sentence, String remedy, String reference) implements Page {
    @Override
    public String html() {
        return FailurePageRenderer.of().execute(this);
    }
}
