package dev.gatehouse.audit.alert;

import java.time.Duration;
import java.util.List;

/** Occurrences in words. What comes from outside stands in quotation marks, without control characters, and is cut. */
final class Phrase {
    private static final int CHARS_MAX = 120;
    private static final List<Field> TOLD = List.of(
            Field.ACTION,
            Field.OBJECT,
            Field.DECISION,
            Field.TOOL,
            Field.UPSTREAM,
            Field.SERVER,
            Field.BUNDLE,
            Field.PRINCIPAL,
            Field.CLIENT,
            Field.PEER,
            Field.DETAIL);

    private Phrase() {}

    static String of(Occurrence occurrence) {
        StringBuilder text = new StringBuilder(occurrence.type().label());
        for (Field field : TOLD) {
            if (occurrence.has(field)) {
                text.append(", ").append(field.word()).append(' ').append(quoted(occurrence.get(field)));
            }
        }
        return text.toString();
    }

    static String quoted(String outside) {
        return '"' + plain(outside) + '"';
    }

    /** On one line, and never longer than so: others may be shown what somebody names things. */
    static String plain(String outside) {
        String line =
                outside.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").replace('"', '\'');
        return line.length() <= CHARS_MAX ? line : line.substring(0, CHARS_MAX) + "...";
    }

    static String of(Duration time) {
        if (time.toSeconds() % 3_600 == 0 && time.toHours() > 0) {
            return time.toHours() + " h";
        }
        return time.toSeconds() % 60 == 0 && time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
