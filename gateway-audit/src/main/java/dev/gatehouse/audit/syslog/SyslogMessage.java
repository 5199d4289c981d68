package dev.gatehouse.audit.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * A message of RFC 5424.
 *
 * @param facility 0 to 23; 13 is for audits
 * @param severity 0 to 7, the worst first
 * @param type what it is about; its id is that in capital letters
 * @param parameters of its one element
 * @param text in UTF-8
 */
public record SyslogMessage(
        int facility, int severity, Instant at, String host, String type, Map<String, String> parameters, byte[] text) {
    public static final int WARNING = 4;
    public static final int INFORMATIONAL = 6;

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int SEVERITIES = 8;
    private static final int HOSTNAME_CHARS_MAX = 255;
    private static final int MSGID_CHARS_MAX = 32;
    private static final String NIL = "-";
    /** The number that is set aside for examples (RFC 5612): there is none of our own. */
    private static final String ELEMENT = "gatehouse@32473";

    /** With its octets counted, as a connection carries it (RFC 5425). */
    public byte[] framed() {
        byte[] message = bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((message.length + " ").getBytes(US_ASCII));
        out.writeBytes(message);
        return out.toByteArray();
    }

    /** What JSON is encoded in need not be told, so there is no mark before the text that many readers stumble over. */
    private byte[] bytes() {
        StringBuilder head = new StringBuilder("<" + (facility * SEVERITIES + severity) + ">1 ")
                .append(TIMESTAMP.format(at))
                .append(' ')
                .append(printable(host, HOSTNAME_CHARS_MAX))
                .append(" gatehouse " + NIL + " ")
                .append(printable(type.toUpperCase(Locale.ROOT), MSGID_CHARS_MAX))
                .append(" [" + ELEMENT);
        parameters.forEach((name, value) -> head.append(' ')
                .append(name)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.append("] ").toString().getBytes(UTF_8));
        out.writeBytes(text);
        return out.toByteArray();
    }

    /** Fields of the head are printable ASCII without blanks (RFC 5424 §6). */
    private static String printable(String text, int charsMax) {
        String kept = text.replaceAll("[^!-~]", "");
        return kept.isEmpty() ? NIL : kept.substring(0, Math.min(kept.length(), charsMax));
    }

    /** Three characters end or begin something in a value (RFC 5424 §6.3.3). */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]");
    }
}
