package dev.gatehouse.transport.client.road;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts an event stream into the data of its message events (HTML, server-sent events). Fed with any split of the bytes;
 * holds at most one event.
 */
final class SseParser {
    static final int EVENT_MAX_BYTES = 4 << 20;
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY = "retry".getBytes(StandardCharsets.US_ASCII);
    /** Short enough to send back in a header. */
    private static final int ID_MAX_BYTES = 1024;

    private static final int RETRY_DIGITS_MAX = 9;
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENDPOINT = "endpoint".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Takes the data of each event that is of use. */
    interface Events {
        void message(byte[] data);

        /** Where messages are to be posted to (2024-11-05, basic/transports). */
        void endpoint(byte[] data);
    }

    private final Events events;
    private byte[] line = new byte[512];
    private int lineLength;
    private byte[] data = new byte[0];
    private int dataLength;
    private boolean hasData;
    private boolean isMessage = true;
    private boolean isEndpoint;
    private boolean afterReturn;
    private boolean firstLine = true;
    private Optional<String> id = Optional.empty();
    private Optional<String> lastEventId = Optional.empty();
    private Optional<Duration> retry = Optional.empty();

    SseParser(Events events) {
        this.events = events;
    }

    /** Bytes of the event that is not complete yet. */
    int held() {
        return lineLength + dataLength;
    }

    /** Takes the next bytes; false when an event exceeds {@link #EVENT_MAX_BYTES}. */
    boolean feed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\n' && afterReturn) {
                afterReturn = false;
            } else if (b == '\n' || b == '\r') {
                afterReturn = b == '\r';
                if (!endLine()) {
                    return false;
                }
            } else {
                afterReturn = false;
                if (lineLength >= EVENT_MAX_BYTES) {
                    return false;
                }
                line = room(line, lineLength, 1);
                line[lineLength++] = b;
            }
        }
        return true;
    }

    private boolean endLine() {
        int start = firstLine && startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        firstLine = false;
        int end = lineLength;
        lineLength = 0;
        if (start == end) {
            dispatch();
            return true;
        }
        int colon = start;
        while (colon < end && line[colon] != ':') {
            colon++;
        }
        int value = Math.min(end, colon + 1);
        if (value < end && line[value] == ' ') {
            value++;
        }
        return field(start, colon, value, end);
    }

    private boolean field(int start, int nameEnd, int value, int end) {
        if (Arrays.equals(line, start, nameEnd, EVENT, 0, EVENT.length)) {
            isMessage = value == end || Arrays.equals(line, value, end, MESSAGE, 0, MESSAGE.length);
            isEndpoint = Arrays.equals(line, value, end, ENDPOINT, 0, ENDPOINT.length);
            return true;
        }
        if (Arrays.equals(line, start, nameEnd, ID, 0, ID.length)) {
            id = id(value, end).or(() -> id);
            return true;
        }
        if (Arrays.equals(line, start, nameEnd, RETRY, 0, RETRY.length)) {
            retry = millis(value, end).or(() -> retry);
            return true;
        }
        return !Arrays.equals(line, start, nameEnd, DATA, 0, DATA.length) || append(value, end);
    }

    /** Visible ASCII, since it has to stand in a header; empty when it is anything else. */
    private Optional<String> id(int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] <= ' ' || line[i] == 0x7F) {
                return Optional.empty();
            }
        }
        return from == to || to - from > ID_MAX_BYTES
                ? Optional.empty()
                : Optional.of(new String(line, from, to - from, StandardCharsets.US_ASCII));
    }

    private Optional<Duration> millis(int from, int to) {
        String digits = new String(line, from, to - from, StandardCharsets.US_ASCII);
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= RETRY_DIGITS_MAX
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Optional.of(Duration.ofMillis(Long.parseLong(digits))) : Optional.empty();
    }

    private boolean append(int value, int end) {
        int more = end - value + (hasData ? 1 : 0);
        if (dataLength + more > EVENT_MAX_BYTES) {
            return false;
        }
        data = room(data, dataLength, more);
        if (hasData) {
            data[dataLength++] = '\n';
        }
        System.arraycopy(line, value, data, dataLength, end - value);
        dataLength += end - value;
        hasData = true;
        return true;
    }

    /** The id of the last event that is complete, also of one without data; empty when none had a usable one. */
    Optional<String> lastEventId() {
        return lastEventId;
    }

    /** How long the server wants to be left alone before the stream is opened again. */
    Optional<Duration> retry() {
        return retry;
    }

    private void dispatch() {
        lastEventId = id;
        if (dataLength > 0 && isMessage) {
            events.message(Arrays.copyOf(data, dataLength));
        } else if (dataLength > 0 && isEndpoint) {
            events.endpoint(Arrays.copyOf(data, dataLength));
        }
        data = new byte[0];
        dataLength = 0;
        hasData = false;
        isMessage = true;
        isEndpoint = false;
    }

    private boolean startsWith(byte[] prefix) {
        return lineLength >= prefix.length && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] room(byte[] bytes, int used, int more) {
        return used + more <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(used + more, 2 * bytes.length));
    }
}
