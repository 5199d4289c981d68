package dev.gatehouse.core.notice;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/**
 * Something to be told, in the forms that places want. Holds no payloads and no secrets.
 *
 * @param subject one line, at most {@value #SUBJECT_CHARS_MAX} characters; of more, the rest is left out
 * @param text for people, without markup
 * @param json the same for a program
 */
public record Notice(String subject, String text, Optional<Link> link, Json json) {
    public static final int SUBJECT_CHARS_MAX = 200;

    /** Where there is more to see. */
    public record Link(String url, String label) {}

    public Notice {
        subject = subject.replaceAll("\\p{Cntrl}", " ");
        subject = subject.substring(0, Math.min(subject.length(), SUBJECT_CHARS_MAX));
    }
}
