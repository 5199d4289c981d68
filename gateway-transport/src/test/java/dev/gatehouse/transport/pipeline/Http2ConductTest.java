package dev.gatehouse.transport.pipeline;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.World;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 without TLS, frame by frame (RFC 9113): settings, floods, the end of a connection. */
class Http2ConductTest {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int END = 0x5;
    private static final int ENHANCE_YOUR_CALM = 0xb;

    private World world;
    private Socket socket;

    private record Frame(int type, int flags, int stream, byte[] payload) {
        int number(int at) {
            return ByteBuffer.wrap(payload).getInt(at);
        }
    }

    @BeforeEach
    void start() throws IOException {
        world = new World();
        socket = new Socket("127.0.0.1", world.port());
        socket.setSoTimeout(Math.toIntExact(WAIT_MAX.toMillis()));
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        world.close();
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        socket.getOutputStream().write(frame.array());
    }

    private Frame read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(type, flags, stream, in.readNBytes(length));
    }

    private Frame readUntil(int type) throws IOException {
        for (Frame frame = read(); ; frame = read()) {
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    /** GET of a path in HPACK literals, as plain as it gets. */
    private void get(int stream, String path, String... more) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82);
        block.write(0x86);
        literal(block, 4, path);
        literal(block, 1, "127.0.0.1");
        for (int i = 0; i < more.length; i += 2) {
            block.write(0);
            text(block, more[i]);
            text(block, more[i + 1]);
        }
        send(HEADERS, END, stream, block.toByteArray());
    }

    private static void literal(ByteArrayOutputStream block, int nameIndex, String value) {
        block.write(nameIndex);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String value) {
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void awaitClosed() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException e) {
            // Closed, gracefully or not.
        }
    }

    @Test
    void limitsAreAnnounced() throws IOException {
        Frame settings = readUntil(SETTINGS);
        List<Long> pairs = new ArrayList<>();
        ByteBuffer payload = ByteBuffer.wrap(settings.payload());
        while (payload.hasRemaining()) {
            pairs.add(payload.getShort() * 1_000_000L + payload.getInt());
        }
        assertThat(pairs).contains(3_000_000L + 100, 4_000_000L + 64 * 1024, 6_000_000L + 16 * 1024);
    }

    @Test
    void aRequestIsAnsweredOnItsStream() throws IOException {
        get(1, "/nowhere");
        Frame answer = readUntil(HEADERS);
        assertThat(answer.stream()).isEqualTo(1);
        // Indexed field 13 of the static table: status 404.
        assertThat(answer.payload()[0]).isEqualTo((byte) 0x8d);
    }

    @Test
    void theGuardStandsHereToo() throws IOException {
        get(1, "/nowhere", "content_length", "5");
        assertThat(readUntil(HEADERS).payload()[0]).as("status 400").isEqualTo((byte) 0x8c);
        get(3, "/nowhere", "host", "other.example");
        assertThat(readUntil(RST_STREAM).stream()).isEqualTo(3);
        theOthersAreServed();
    }

    @Test
    void aFloodOfPingsEndsTheConnection() throws IOException {
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    send(PING, 0, 0, new byte[8]);
                }
            } catch (IOException e) {
                // The listener closed while we were still writing.
            }
        });
        assertThat(readUntil(GOAWAY).number(4)).isEqualTo(ENHANCE_YOUR_CALM);
        flood.join();
        awaitClosed();
        theOthersAreServed();
    }

    @Test
    void aFloodOfResetsEndsTheConnection() throws IOException {
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            try {
                for (int stream = 1; stream < 1_000; stream += 2) {
                    get(stream, "/nowhere");
                    send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
                }
            } catch (IOException e) {
                // As above.
            }
        });
        assertThat(readUntil(GOAWAY).number(4)).isEqualTo(ENHANCE_YOUR_CALM);
        flood.join();
        awaitClosed();
        theOthersAreServed();
    }

    @Test
    void drainingSaysGoodbye() throws IOException {
        get(1, "/nowhere");
        readUntil(HEADERS);
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> world.listener.drain(WAIT_MAX));
        assertThat(readUntil(GOAWAY).number(4)).isZero();
        awaitClosed();
        assertThat(drained.join()).isTrue();
    }

    private void theOthersAreServed() throws IOException {
        assertThat(Mcp.on(world, "open").modern("tools/list", "").status()).isEqualTo(200);
    }
}
