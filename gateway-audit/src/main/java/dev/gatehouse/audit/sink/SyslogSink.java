package dev.gatehouse.audit.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Sends records as syslog messages (RFC 5424) over TLS with octet counting (RFC 5425). The protocol knows no answer, so each batch
 * has a connection of its own and is taken when the other side, having read to its end, ends it in good order too.
 */
public final class SyslogSink implements Sink {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int SEVERITIES = 8;
    private static final int WARNING = 4;
    private static final int INFORMATIONAL = 6;
    private static final int HOSTNAME_CHARS_MAX = 255;
    private static final int MSGID_CHARS_MAX = 32;
    private static final String NIL = "-";
    /** The number that is set aside for examples (RFC 5612): there is none of our own. */
    private static final String ELEMENT = "gatehouse@32473";

    /** Sends bytes over one connection, and returns when the other side has ended it in good order after their end. */
    @FunctionalInterface
    public interface Line {
        /** @throws IOException when they were not sent, or not read to their end, in time */
        void send(byte[] bytes) throws IOException;
    }

    private final Line line;
    private final int facility;

    /** @param facility 0 to 23; 13 is for audits */
    public SyslogSink(Line line, int facility) {
        this.line = line;
        this.facility = facility;
    }

    @Override
    public Answer take(List<SinkRecord> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (SinkRecord record : records) {
            byte[] message = message(record);
            out.writeBytes((message.length + " ").getBytes(US_ASCII));
            out.writeBytes(message);
        }
        try {
            line.send(out.toByteArray());
            return new Answer.Taken();
        } catch (IOException e) {
            return Answer.Later.because(String.valueOf(e.getMessage()));
        }
    }

    /** What JSON is encoded in need not be told, so there is no mark before it that many readers stumble over. */
    private byte[] message(SinkRecord record) {
        String head = "<" + (facility * SEVERITIES + severity(record.type())) + ">1 " + TIMESTAMP.format(record.at())
                + " "
                + printable(record.gateway(), HOSTNAME_CHARS_MAX) + " gatehouse " + NIL + " "
                + printable(record.type().toUpperCase(Locale.ROOT), MSGID_CHARS_MAX) + " [" + ELEMENT + " id=\""
                + escaped(record.id()) + "\" epoch=\"" + record.position().epoch() + "\" seq=\""
                + record.position().seq() + "\"] ";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(UTF_8));
        out.writeBytes(record.line());
        return out.toByteArray();
    }

    private static int severity(String type) {
        return switch (type) {
            case "call_refused", "call_rejected", "token_refused", "shown_out" -> WARNING;
            default -> INFORMATIONAL;
        };
    }

    /** Fields of the head are printable ASCII without blanks (RFC 5424 §6). */
    private static String printable(String text, int charsMax) {
        String kept = text.replaceAll("[^!-~]", "");
        return kept.isEmpty() ? NIL : kept.substring(0, Math.min(kept.length(), charsMax));
    }

    /** Three characters end or begin something in a value (RFC 5424 §6.3.3). */
    static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]");
    }
}
