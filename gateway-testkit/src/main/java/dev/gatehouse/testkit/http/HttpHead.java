package dev.gatehouse.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a request or a response.
 *
 * @param start its first line
 * @param fields by name in lower case; of a field that came twice, the last
 */
record HttpHead(String start, Map<String, String> fields) {
    private static final int LINE_BYTES_MAX = 16 * 1024;

    /** Empty when the connection ended before a head began. */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        Optional<String> start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        for (String line = mustLine(in); !line.isEmpty(); line = mustLine(in)) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return Optional.of(new HttpHead(start.get(), fields));
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** What follows this head; at its end the connection is good for the next one. */
    InputStream body(InputStream in) {
        if (field("transfer-encoding").isPresent()) {
            return HttpBody.chunked(in);
        }
        return HttpBody.ofLength(
                in, field("content-length").map(Long::parseLong).orElse(0L));
    }

    static String mustLine(InputStream in) throws IOException {
        return line(in).orElseThrow(() -> new EOFException("the connection ended within a message"));
    }

    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return Optional.empty();
            }
            if (line.size() >= LINE_BYTES_MAX) {
                throw new IOException("a line of more than " + LINE_BYTES_MAX + " bytes");
            }
            line.write(c);
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
    }
}
