package dev.gatehouse.testkit.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of one body, whole or in chunks, of a connection that goes on after them. */
final class HttpBody extends InputStream {
    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean over;

    private HttpBody(InputStream in, boolean chunked, long left) {
        this.in = in;
        this.chunked = chunked;
        this.left = left;
    }

    static InputStream chunked(InputStream in) {
        return new HttpBody(in, true, 0);
    }

    static InputStream ofLength(InputStream in, long bytes) {
        return new HttpBody(in, false, bytes);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0 && !begin()) {
            return -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection ended within a body");
        }
        left -= count;
        if (left == 0 && chunked) {
            HttpHead.mustLine(in);
        }
        return count;
    }

    /** False at the end. */
    private boolean begin() throws IOException {
        if (over || !chunked) {
            return false;
        }
        left = Long.parseLong(HttpHead.mustLine(in), 16);
        over = left == 0;
        if (over) {
            HttpHead.mustLine(in);
        }
        return !over;
    }
}
