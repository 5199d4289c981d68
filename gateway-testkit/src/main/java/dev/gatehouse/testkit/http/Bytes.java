package dev.gatehouse.testkit.http;

import java.io.ByteArrayOutputStream;

/** One write to a socket is one packet; two may wait for each other. */
final class Bytes {
    private Bytes() {}

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
