package dev.gatehouse.transport.client.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts an event stream into the data of its message events (HTML, server-sent events). Fed with any split of the bytes;
 * holds at most one event.
 */
final class SseParser {
    static final int EVENT_MAX_BYTES = 4 << 20;
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Consumer<byte[]> events;
    private byte[] line = new byte[512];
    private int lineLength;
    private byte[] data = new byte[0];
    private int dataLength;
    private boolean hasData;
    private boolean isMessage = true;
    private boolean afterReturn;
    private boolean firstLine = true;

    SseParser(Consumer<byte[]> events) {
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
            return true;
        }
        if (!Arrays.equals(line, start, nameEnd, DATA, 0, DATA.length)) {
            return true;
        }
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

    private void dispatch() {
        if (dataLength > 0 && isMessage) {
            events.accept(Arrays.copyOf(data, dataLength));
        }
        data = new byte[0];
        dataLength = 0;
        hasData = false;
        isMessage = true;
    }

    private boolean startsWith(byte[] prefix) {
        return lineLength >= prefix.length && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] room(byte[] bytes, int used, int more) {
        return used + more <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(used + more, 2 * bytes.length));
    }
}
