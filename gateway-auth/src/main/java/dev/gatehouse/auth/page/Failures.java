package dev.gatehouse.auth.page;

import dev.gatehouse.core.http.Answer;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pages about what went wrong. What the operator needs goes to the log; the page has a reference that leads there. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /**
     * @param sentence what happened
     * @param remedy what the person can do
     * @param why for the operator; may hold foreign text, for the log escapes it, but no secret
     */
    public static Answer answer(int status, String sentence, String remedy, String why) {
        String reference =
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.info("Page {} (reference {}): {}", status, reference, why);
        return Pages.answer(status, new FailurePage(sentence, remedy, reference));
    }

    /** For when the database or the audit trail is away. */
    public static Answer unavailable(String why) {
        return answer(503, "This cannot be done right now.", "Please try again in a minute.", why)
                .with("Retry-After", "30");
    }

    /** For a form that is not from a page of ours, or too old. */
    public static Answer forged(String why) {
        return answer(
                403,
                "This form did not come from a page that this gateway showed you.",
                "Go back, load the page again, and send it once more.",
                why);
    }
}
