package dev.gatehouse.transport.face;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of one event: which stream of the session, and how far along it. */
record EventId(Stream stream, long seq) {
    private static final Pattern SHAPE = Pattern.compile("([gp][0-9a-f]{16})\\.([0-9]{1,18})");

    /**
     * Names one stream. Random, so that a stream of a time before a restart is never taken for one of now.
     *
     * @param text begins with {@code g} for the stream a GET opens, {@code p} for the answer to a post
     */
    record Stream(String text) {
        static Stream ofGet() {
            return new Stream("g" + random());
        }

        static Stream ofPost() {
            return new Stream("p" + random());
        }

        boolean standalone() {
            return text.startsWith("g");
        }

        private static String random() {
            return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        }
    }

    /** Empty for what no stream of ours ever said. */
    static Optional<EventId> parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        return shape.matches()
                ? Optional.of(new EventId(new Stream(shape.group(1)), Long.parseLong(shape.group(2))))
                : Optional.empty();
    }

    String text() {
        return stream.text() + "." + seq;
    }
}
