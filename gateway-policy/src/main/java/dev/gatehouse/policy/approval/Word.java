package dev.gatehouse.policy.approval;

import java.time.Duration;
import java.util.Optional;

/**
 * What somebody says about a request.
 *
 * @param comment may be empty; of a denial, the caller reads it
 * @param standing how long calls alike shall need no approval; at most {@link #STANDING_MAX}
 */
public record Word(boolean approves, String comment, Optional<Duration> standing) {
    public static final int COMMENT_CHARS_MAX = 500;
    public static final Duration STANDING_MAX = Duration.ofHours(24);

    public Word {
        comment = comment.strip();
        comment = comment.substring(0, Math.min(comment.length(), COMMENT_CHARS_MAX));
        if (standing.filter(time -> time.compareTo(STANDING_MAX) > 0 || time.isNegative() || time.isZero())
                .isPresent()) {
            throw new IllegalArgumentException("a standing approval of " + standing.get());
        }
    }

    public static Word approve() {
        return new Word(true, "", Optional.empty());
    }

    public static Word deny(String comment) {
        return new Word(false, comment, Optional.empty());
    }
}
