package dev.gatehouse.auth.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * As much of HTTP/1.1 (RFC 9112) as one answer on its own connection needs.
 *
 * @param body empty unless the status is 200
 */
record HttpResponse(int status, Map<String, String> headers, byte[] body) {
    private static final int HEAD_MAX_BYTES = 16 * 1024;
    private static final int STATUS_LINE_CHARS_MIN = "HTTP/1.1 200".length();
    private static final int OK = 200;

    /** The answer is more than it may be. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String what) {
            super(what);
        }
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    static HttpResponse read(InputStream in, int bodyBytesMax) throws IOException {
        Lines lines = new Lines(in, HEAD_MAX_BYTES);
        int status = status(lines.next());
        Map<String, String> headers = new HashMap<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("malformed header");
            }
            // Repeated ones are one list (RFC 9110 §5.3); two lengths or codings make one that is not understood.
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        return new HttpResponse(
                status, Map.copyOf(headers), status == OK ? body(in, headers, bodyBytesMax) : new byte[0]);
    }

    private static int status(String line) throws IOException {
        if (line.length() < STATUS_LINE_CHARS_MIN || !line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException("not HTTP/1.1");
        }
        return Integer.parseInt(line.substring("HTTP/1.1 ".length(), STATUS_LINE_CHARS_MIN));
    }

    private static byte[] body(InputStream in, Map<String, String> headers, int bytesMax) throws IOException {
        String encoding = headers.getOrDefault("transfer-encoding", "");
        if (encoding.equalsIgnoreCase("chunked")) {
            return chunked(in, bytesMax);
        }
        if (!encoding.isEmpty()) {
            throw new IOException("unknown transfer coding");
        }
        String length = headers.get("content-length");
        return length == null
                ? atMost(in.readNBytes(bytesMax + 1), bytesMax)
                : exactly(in, number(length, 10), bytesMax);
    }

    private static byte[] chunked(InputStream in, int bytesMax) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Lines lines = new Lines(in, HEAD_MAX_BYTES);
        while (true) {
            String line = lines.next();
            int end = line.indexOf(';');
            int size = number((end < 0 ? line : line.substring(0, end)).strip(), 16);
            if (size == 0) {
                return body.toByteArray();
            }
            body.write(exactly(in, size, bytesMax - body.size()));
            if (!lines.next().isEmpty()) {
                throw new IOException("malformed chunk");
            }
        }
    }

    private static byte[] exactly(InputStream in, int length, int bytesMax) throws IOException {
        if (length > bytesMax) {
            throw new TooLargeException("body");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("body ends early");
        }
        return bytes;
    }

    private static byte[] atMost(byte[] bytes, int bytesMax) throws IOException {
        if (bytes.length > bytesMax) {
            throw new TooLargeException("body");
        }
        return bytes;
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            int number = Integer.parseInt(digits, radix);
            if (number < 0 || digits.startsWith("+")) {
                throw new IOException("malformed length");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IOException("malformed length", e);
        }
    }

    /** Lines that end with CRLF, all of them together no longer than so many bytes. */
    private static final class Lines {
        private final InputStream in;
        private int bytesLeft;

        Lines(InputStream in, int bytesMax) {
            this.in = in;
            this.bytesLeft = bytesMax;
        }

        String next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("head ends early");
                }
                if (bytesLeft-- == 0) {
                    throw new TooLargeException("head");
                }
                line.write(c);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }
}
