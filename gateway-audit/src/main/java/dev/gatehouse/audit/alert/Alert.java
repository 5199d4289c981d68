package dev.gatehouse.audit.alert;

import dev.gatehouse.core.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A rule that is or was true of something.
 *
 * @param id of rule and key: the same whenever it comes again
 * @param text of when it was last seen
 * @param times it was seen since it was raised
 * @param overAt empty while it goes on
 * @param silence until when and by whom; may have ended
 * @param reason of whoever acknowledged or silenced it last
 */
public record Alert(
        String id,
        String rule,
        String key,
        Severity severity,
        String text,
        Instant raisedAt,
        Instant seenAt,
        long times,
        Optional<Instant> toldAt,
        Optional<Instant> overAt,
        Optional<String> acknowledgedBy,
        Optional<Silence> silence,
        Optional<String> reason) {

    /** Nobody is told until then. */
    public record Silence(Instant until, String by) {}

    private static final int ID_CHARS = 16;

    static String id(String rule, String key) {
        return Sha256.hex((rule + "\n" + key).getBytes(StandardCharsets.UTF_8)).substring(0, ID_CHARS);
    }
}
