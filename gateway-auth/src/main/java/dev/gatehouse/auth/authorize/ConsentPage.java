package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.page.Page;
import io.jstach.jstache.JStache;
import java.util.List;

/**
 * May this application act for you?
 *
 * @param clientName what it calls itself
 * @param vouched whether an operator registered it; otherwise the name is no more than a claim
 * @param host where the answer goes
 * @param loopback whether any program on this computer could take it
 * @param abilities what it may do, in plain words
 * @param options more than one: the person chooses
 */
@JStache(path = "page/consent.mustache")
record ConsentPage(
        String clientName,
        boolean vouched,
        String host,
        boolean loopback,
        String personName,
        List<String> abilities,
        List<Choice> options,
        String question,
        String formToken)
        implements Page {

    /** @param first the one that is chosen until another is */
    record Choice(String value, String server, String bundle, boolean first) {}

    boolean several() {
        return options.size() > 1;
    }

    Choice only() {
        return options.getFirst();
    }

    @Override
    public String html() {
        return ConsentPageRenderer.of().execute(this);
    }
}
