package dev.gatehouse.worker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The socket to the gateway, one message at a time. For one thread. */
final class Wire {
    private static final int HEAD_BYTES = 4;
    private static final int USUAL_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer usual = ByteBuffer.allocateDirect(USUAL_BYTES);

    Wire(SocketChannel channel) {
        this.channel = channel;
    }

    /** The next message, from its kind on; good until the next read or write. */
    ByteBuffer read() throws IOException {
        usual.clear();
        fill(usual, HEAD_BYTES);
        int length = usual.getInt(0);
        if (length < 1 || length > Frame.MAX_BYTES) {
            throw new IOException("a message of " + length + " bytes");
        }
        if (HEAD_BYTES + length <= USUAL_BYTES) {
            fill(usual, HEAD_BYTES + length);
            return usual.slice(HEAD_BYTES, length);
        }
        ByteBuffer whole = ByteBuffer.allocate(length);
        whole.put(usual.flip().position(HEAD_BYTES));
        fill(whole, length);
        return whole.flip();
    }

    /** What is left of a message, as text. */
    static String text(ByteBuffer message) {
        return StandardCharsets.UTF_8.decode(message).toString();
    }

    void write(byte kind, int[] numbers, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = 1 + numbers.length * Integer.BYTES + utf8.length;
        ByteBuffer out = HEAD_BYTES + length <= USUAL_BYTES ? usual.clear() : ByteBuffer.allocate(HEAD_BYTES + length);
        out.putInt(length).put(kind);
        for (int number : numbers) {
            out.putInt(number);
        }
        out.put(utf8).flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** The gateway sends nothing before it was answered, so there is never more to read than one message. */
    private void fill(ByteBuffer buffer, int bytes) throws IOException {
        while (buffer.position() < bytes) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the gateway is gone");
            }
        }
    }
}
